/** The trees that one source of a request is rendered from: its own, and those of the sources whose files it names. */
import type { ApplicationSource } from '../../api/application/fields.ts';
import type { RefreshLevel, RenderRequest } from '../../ports/manifest-service.ts';
import type { Repositories } from './repositories.ts';
import type { Repository } from './repository.ts';
import { sourceFault } from './source-fault.ts';
import { commitOf, resolveSource } from './source-revision.ts';
import { commitTree, type SourceTree } from './source-tree.ts';

export interface WantedTree {
  readonly source: ApplicationSource;
  readonly project: string;
  /** Already resolved; empty or undefined: what the target means. */
  readonly revision: string | undefined;
  readonly refresh: RefreshLevel;
}

/** Where the source comes from. Throws `source.not-supported` for kinds of repositories that are not read. */
export function repositoryOf(repositories: Repositories, source: ApplicationSource, project: string): Repository {
  if (source.chart) {
    const message = 'not supported yet: Helm (charts from repositories are not rendered by this version)';
    throw sourceFault('source.not-supported', 'user', message);
  }
  if (source.repoURL.startsWith('oci://')) {
    throw sourceFault('source.not-supported', 'user', 'not supported yet: OCI repositories');
  }
  return repositories.of(source.repoURL, project);
}

/** What the target, or the revision already resolved, is now. */
export async function revisionOf(
  repositories: Repositories,
  { source, project, revision, refresh }: WantedTree,
): Promise<string> {
  const repository = repositoryOf(repositories, source, project);
  return await resolveSource(repository, atRevision(source, revision), refresh);
}

/** The files at a resolved revision. */
export async function treeAt(
  repositories: Repositories,
  { source, project }: Pick<WantedTree, 'source' | 'project'>,
  revision: string,
): Promise<SourceTree> {
  const repository = repositoryOf(repositories, source, project);
  return commitTree(await commitOf(repository, revision), repository.remote);
}

/** The next `treeAt` brings it here anew. */
export function forgetTree(
  repositories: Repositories,
  { source, project }: Pick<WantedTree, 'source' | 'project'>,
  revision: string,
): void {
  repositoryOf(repositories, source, project).forget(revision);
}

/** Trees by name of the sources whose files this one names in its Helm options; others need not even be there. */
export async function referencedTrees(
  repositories: Repositories,
  request: RenderRequest,
  source: ApplicationSource,
): Promise<ReadonlyMap<string, SourceTree>> {
  const trees = new Map<string, SourceTree>();
  if (request.sources.length < 2) return trees;
  const named = namedReferences(source);
  for (const [index, other] of request.sources.entries()) {
    if (!other.ref || other.chart || trees.has(other.ref) || !named.has(other.ref)) continue;
    const { project, refresh } = request;
    const wanted = { source: other, project, refresh, revision: request.revisions[index] };
    trees.set(other.ref, await treeAt(repositories, wanted, await revisionOf(repositories, wanted)));
  }
  return trees;
}

function namedReferences({ helm }: ApplicationSource): ReadonlySet<string> {
  const paths = [...(helm?.valueFiles ?? []), ...(helm?.fileParameters ?? []).map(({ path = '' }) => path)];
  return new Set(paths.flatMap((path) => (path.startsWith('$') ? [path.slice(1).split('/')[0] ?? ''] : [])));
}

/** An already resolved revision takes the target's place for resolving; build variables keep the target. */
function atRevision(source: ApplicationSource, revision: string | undefined): ApplicationSource {
  return revision === undefined || revision === '' ? source : { ...source, targetRevision: revision };
}
