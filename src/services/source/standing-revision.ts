/**
 * Which commits' files a source is rendered from, where its Application names the files that count (features A22): its own, and
 * those of the sources that lend it files. As in Argo CD the paths of the source that takes the files count for all of them, and
 * one that lends files and has manifests, too, is rendered as it is.
 */
import { AppError } from '../../base/errors.ts';
import type { RenderRequest, SourceCarry } from '../../ports/manifest-service.ts';
import type { CarriedRevisions, CarryWish } from './carried-revisions.ts';
import type { Lent } from './referenced-trees.ts';
import { gitRepositoryOf, type Origins, type WantedTree } from './render-trees.ts';

export interface StandingDeps {
  readonly carried: CarriedRevisions;
  readonly origins: Origins;
}

export interface Resolved {
  readonly index: number;
  readonly wanted: WantedTree;
  readonly revision: string;
  readonly lent: readonly Lent[];
}

export interface Standing {
  readonly revision: string;
  readonly lent: readonly Lent[];
  /** As `RenderedSource.asSynced`. */
  readonly asSynced: string | undefined;
}

/** The commits whose files stand for what was resolved. Never throws for commits that are not to be had any more. */
export async function standingFor(deps: StandingDeps, request: RenderRequest, resolved: Resolved): Promise<Standing> {
  const { index, wanted, revision, lent } = resolved;
  const { paths = [] } = request.carry?.[index] ?? {};
  if (paths.length === 0) return { revision, lent, asSynced: undefined };
  const asSynced = await syncedRevision(deps, request, resolved);
  const wishes = wishesOf(deps, request, resolved, ({ from }) => from);
  const isHard = request.refresh === 'hard';
  if (isHard || wanted.source.ref || wishes.some(({ from }) => from === '')) {
    for (const { id } of wishes) deps.carried.forget(id);
    return { revision, lent, asSynced };
  }
  const found = await attempted(async () => {
    const commits = await deps.carried.origins(wishes);
    for (const [at, commit] of commits.entries()) await wishes[at]?.repository.commit(commit);
    return new Map(wishes.map(({ place }, at) => [place, commits[at] ?? '']));
  });
  return {
    revision: found?.get(index) ?? revision,
    lent: lent.map(({ lender, revision: own }) => ({ lender, revision: found?.get(lender.index) ?? own })),
    asSynced,
  };
}

/** The revision of the last sync, where nothing that counts differs from there. */
async function syncedRevision(
  deps: StandingDeps,
  request: RenderRequest,
  resolved: Resolved,
): Promise<string | undefined> {
  const { index, wanted, revision } = resolved;
  const synced = request.carry?.[index]?.synced ?? '';
  if (synced === '') return undefined;
  // What only lends files is judged by those who take them.
  if (wanted.source.ref && !wanted.source.path) return synced;
  const wishes = wishesOf(deps, request, resolved, (carry) => carry.synced ?? '');
  const isOwn = wishes.some(({ place }) => place === index);
  if ((!isOwn && synced !== revision) || wishes.some(({ from }) => from === '')) return undefined;
  const isSame = await attempted(async () => {
    for (const wish of wishes) if (!(await deps.carried.isUntouched(wish))) return false;
    return true;
  });
  return isSame === true ? synced : undefined;
}

interface PlacedWish extends CarryWish {
  /** Position of the source whose files they are. */
  readonly place: number;
}

/** One for each repository of Git that the source is rendered from. */
function wishesOf(
  { origins }: StandingDeps,
  { appName, carry }: RenderRequest,
  { index, wanted, revision, lent }: Resolved,
  fromOf: (carry: SourceCarry) => string,
): readonly PlacedWish[] {
  const { paths = [] } = carry?.[index] ?? {};
  const trees = [{ wanted, place: index, revision }, ...lent.map((it) => ({ ...placeOf(it), revision: it.revision }))];
  return trees.flatMap((tree) => {
    const repository = gitRepositoryOf(origins, tree.wanted);
    if (repository === undefined) return [];
    const id = JSON.stringify([appName, index, tree.place, repository.remote.url, wanted.source.path, paths]);
    const own = carry?.[tree.place];
    return [{ id, repository, place: tree.place, revision: tree.revision, paths, from: own ? fromOf(own) : '' }];
  });
}

function placeOf({ lender }: Lent) {
  return { wanted: lender, place: lender.index };
}

/** A commit that is not to be had any more: then its manifests are not either. */
async function attempted<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return undefined;
  }
}
