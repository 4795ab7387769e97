/** The trees that one source of a request is rendered from: its own, and those of the sources whose files it names. */
import type { ApplicationSource } from '../../api/application/fields.ts';
import type { RefreshLevel } from '../../ports/manifest-service.ts';
import type { ArtifactSources } from './artifact-sources.ts';
import type { ChartSources } from './chart-sources.ts';
import type { Repositories } from './repositories.ts';
import type { Repository } from './repository.ts';
import { commitOf, resolveSource } from './source-revision.ts';
import { commitTree, type SourceTree } from './source-tree.ts';

export interface WantedTree {
  readonly source: ApplicationSource;
  readonly project: string;
  /** Already resolved; empty or undefined: what the target means. */
  readonly revision: string | undefined;
  readonly refresh: RefreshLevel;
}

/** Where sources come from: repositories of Git, of charts, and registries. */
export interface Origins {
  readonly repositories: Repositories;
  readonly charts: ChartSources;
  readonly artifacts: ArtifactSources;
}

/** The kind of repository that a source names (A4, A14). */
export function kindOf({ chart, repoURL }: ApplicationSource): 'git' | 'chart' | 'artifact' {
  if (chart) return 'chart';
  return repoURL.startsWith('oci://') ? 'artifact' : 'git';
}

/** The repository of Git; undefined for a source of another kind. */
export function gitRepositoryOf(
  { repositories }: Origins,
  { source, project }: Pick<WantedTree, 'source' | 'project'>,
): Repository | undefined {
  return kindOf(source) === 'git' ? repositories.of(source.repoURL, project) : undefined;
}

/** What the target, or the revision already resolved, is now. */
export async function revisionOf(origins: Origins, wanted: WantedTree): Promise<string> {
  const { project, revision, refresh } = wanted;
  const source = atRevision(wanted.source, revision);
  const repository = gitRepositoryOf(origins, wanted);
  if (repository !== undefined) return await resolveSource(repository, source, refresh);
  const sources = kindOf(source) === 'chart' ? origins.charts : origins.artifacts;
  return await sources.revision({ source, project }, refresh);
}

/** The files at a resolved revision. */
export async function treeAt(origins: Origins, wanted: WantedTree, revision: string): Promise<SourceTree> {
  const repository = gitRepositoryOf(origins, wanted);
  if (repository !== undefined)
    return commitTree(await commitOf(repository, revision, wanted.refresh), repository.remote);
  const sources = kindOf(wanted.source) === 'chart' ? origins.charts : origins.artifacts;
  return await sources.tree(wanted, revision, wanted.refresh);
}

/** An already resolved revision takes the target's place for resolving; build variables keep the target. */
function atRevision(source: ApplicationSource, revision: string | undefined): ApplicationSource {
  return revision === undefined || revision === '' ? source : { ...source, targetRevision: revision };
}
