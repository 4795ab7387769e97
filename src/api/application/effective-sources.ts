/** Which sources of a specification count (features A1, A5, T1): those of the hydrator before the list, the list before the one. */
import type { ApplicationSource, ApplicationSpec } from './fields.ts';

type Sources = Pick<ApplicationSpec, 'source' | 'sources' | 'sourceHydrator'>;

/** In order; none where none is named. An Application with a hydrator is synced from what that writes. */
export function effectiveSources({ source, sources, sourceHydrator }: Sources): readonly ApplicationSource[] {
  if (sourceHydrator) return [hydratedSource(sourceHydrator)];
  if (sources !== undefined && sources.length > 0) return sources;
  return source ? [source] : [];
}

/** Whether they stand in a list, be it of one: then revisions and types are lists, too. */
export function isSourceList({ sources, sourceHydrator }: Sources): boolean {
  return !sourceHydrator && (sources ?? []).length > 0;
}

/** What a hydrator writes. One that an API server let through without all its parts is as good as they are. */
export function hydratedSource({ drySource, syncSource }: NonNullable<Sources['sourceHydrator']>): ApplicationSource {
  return {
    repoURL: syncSource?.repoURL || (drySource?.repoURL ?? ''),
    ...(syncSource?.path ? { path: syncSource.path } : {}),
    ...(syncSource?.targetBranch ? { targetRevision: syncSource.targetBranch } : {}),
  };
}
