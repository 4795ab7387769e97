/** Which commit's files a source is rendered from, where its Application names the files that count (features A22). */
import { AppError } from '../../base/errors.ts';
import type { RenderRequest } from '../../ports/manifest-service.ts';
import type { CarriedRevisions } from './carried-revisions.ts';
import { gitRepositoryOf, type Origins, type WantedTree } from './render-trees.ts';

export interface StandingDeps {
  readonly carried: CarriedRevisions;
  readonly origins: Origins;
}

/** The commit whose files stand for a revision, where the Application names the paths that count. */
export async function standingFor(
  { carried, origins }: StandingDeps,
  { appName, carry, refresh }: RenderRequest,
  index: number,
  { wanted, revision }: { readonly wanted: WantedTree; readonly revision: string },
): Promise<string> {
  const { paths = [], from = '' } = carry?.[index] ?? {};
  const repository = paths.length === 0 ? undefined : gitRepositoryOf(origins, wanted);
  if (repository === undefined) return revision;
  const id = JSON.stringify([appName, index, repository.remote.url, wanted.source.path, paths]);
  if (refresh === 'hard' || from === '') {
    carried.forget(id);
    return revision;
  }
  try {
    const origin = await carried.origin(repository, { id, revision, from, paths });
    await repository.commit(origin);
    return origin;
  } catch (error) {
    // The commit before is not to be had any more: then its manifests are not either.
    if (!(error instanceof AppError)) throw error;
    return revision;
  }
}
