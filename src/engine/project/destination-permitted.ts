import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import { isNegation, matchesNegatable } from './negatable-glob.ts';

/** A destination with its cluster resolved: both address and name are known. */
export interface ResolvedDestination {
  readonly server: string;
  readonly name: string;
  readonly namespace: string;
}

/**
 * Whether a project permits a destination (features F4). An entry matches by server or name, and by namespace. A negation
 * on one part refuses only where the other part matches. `ownClusters` are the addresses of clusters scoped to the
 * project, for projects that permit only those.
 */
export function isDestinationPermitted(
  project: AppProjectSpec,
  destination: ResolvedDestination,
  ownClusters: readonly string[] = [],
): boolean {
  if (project.permitOnlyProjectScopedClusters === true && !ownClusters.includes(destination.server)) return false;
  let permitted = false;
  for (const entry of project.destinations ?? []) {
    const verdict = judge(
      { server: entry.server ?? '', name: entry.name ?? '', namespace: entry.namespace ?? '' },
      destination,
    );
    if (verdict === 'refused') return false;
    if (verdict === 'permitted') permitted = true;
  }
  return permitted;
}

function judge(pattern: ResolvedDestination, destination: ResolvedDestination): 'permitted' | 'refused' | 'silent' {
  const nameMatches = destination.name !== '' && matchesNegatable(pattern.name, destination.name);
  const serverMatches = destination.server !== '' && matchesNegatable(pattern.server, destination.server);
  const namespaceMatches = matchesNegatable(pattern.namespace, destination.namespace);
  const clusterMatches = nameMatches || serverMatches;
  if (clusterMatches && namespaceMatches) return 'permitted';
  const clusterRefused = (!nameMatches && isNegation(pattern.name)) || (!serverMatches && isNegation(pattern.server));
  if (clusterRefused && namespaceMatches) return 'refused';
  return clusterMatches && isNegation(pattern.namespace) ? 'refused' : 'silent';
}
