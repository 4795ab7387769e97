/** From a source's wish to a commit that is here, with faults in the words of the condition. */
import type { ApplicationSource } from '../../api/application/fields.ts';
import type { CommitInfo, Oid } from '../../ports/git.ts';
import type { RefreshLevel } from '../../ports/manifest-service.ts';
import { fetchText, missingRevisionText, missingShortText, refsText } from './fault-text.ts';
import type { Repository } from './repository.ts';
import { reworded, sourceFault } from './source-fault.ts';
import { pinnedCommit, type Resolution, type RevisionWish } from './target-revision.ts';

/** Throws `source.revision-not-found`, or a fault of the Git port. */
export async function resolveSource(
  repository: Repository,
  source: ApplicationSource,
  refresh: RefreshLevel,
): Promise<Oid> {
  const wish = { targetRevision: source.targetRevision ?? '', tagPrefix: source.tagPrefix ?? '' };
  const pinned = pinnedCommit(wish);
  if (pinned !== undefined) return pinned;
  const resolution = await askRefs(repository, wish, refresh);
  if (resolution.kind === 'commit') return resolution.oid;
  const found = resolution.kind === 'short' ? await askShort(repository, resolution.prefix) : undefined;
  if (found !== undefined) return found;
  const { targetRevision: name } = wish;
  const { depth } = repository.remote;
  const text = resolution.kind === 'short' ? missingShortText(name, depth) : missingRevisionText(name);
  throw sourceFault('source.revision-not-found', 'user', text);
}

/** Throws a fault of the Git port. */
export async function commitOf(
  repository: Repository,
  oid: Oid,
  refresh: RefreshLevel = 'cached',
): Promise<CommitInfo> {
  try {
    return await repository.commit(oid, refresh === 'cached' ? 'cached' : 'latest');
  } catch (error) {
    throw reworded(error, fetchText(error, oid, repository.remote.depth));
  }
}

async function askRefs(repository: Repository, wish: RevisionWish, refresh: RefreshLevel): Promise<Resolution> {
  try {
    return await repository.resolve(wish, refresh === 'cached' ? 'cached' : 'latest');
  } catch (error) {
    throw reworded(error, refsText(error));
  }
}

async function askShort(repository: Repository, prefix: string): Promise<Oid | undefined> {
  try {
    return await repository.short(prefix);
  } catch (error) {
    throw reworded(error, fetchText(error, prefix, repository.remote.depth));
  }
}
