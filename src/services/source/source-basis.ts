/**
 * What a source was rendered from, in short: a few paths and what lies there. A commit that has the same there need not be
 * rendered to know what it comes to. Before: a render. After: a push, and the question whom it concerns.
 */
import type { GitPort, Oid } from '../../ports/git.ts';
import type { PathState, SourceBasis } from '../../ports/manifest-service.ts';
import type { Read } from '../../render/contract.ts';
import { joinInside } from '../../render/trace/resolve-path.ts';
import type { GitObjects } from './git-objects.ts';
import { gitRepositoryOf, type Origins, type WantedTree } from './render-trees.ts';
import { commitOf, resolveSource } from './source-revision.ts';

/** Where more paths than these are read outside of its folder, to look at each costs as much as to ask the cache. */
const MOST_PATHS = 100;
/** Says where submodules come from, and a way may lead through any of them. */
const MODULES = '.gitmodules';
/** What is said of a commit, or of a cluster, which may have changed without one. */
const CHANGING = /^(?:ARGOCD_APP_REVISION|KUBE_)/;

/** What is in memory by an object id. */
type InMemory = (oid: Oid) => unknown;

/**
 * Where all that was read comes from: the source's folder as a whole, other paths one by one. Undefined where it was made of more
 * than files of this tree, and where a folder on the way is not in memory.
 */
export function basisOf(
  { root, folder }: { readonly root: Oid; readonly folder: string },
  reads: readonly Read[],
  inMemory: InMemory,
): SourceBasis | undefined {
  if (!reads.every(isOfOwnFiles)) return undefined;
  const own = joinInside('', folder) ?? '';
  const found = stateAt(root, own, inMemory);
  const isFolder = typeof found === 'object' && found.mode === 'tree';
  // Whether what is in a folder counts, or only that it is one.
  const paths = new Map([
    [own, true],
    [MODULES, true],
  ]);
  for (const read of reads) {
    if (!('path' in read) || (isFolder && isIn(own, read.path))) continue;
    paths.set(read.path, paths.get(read.path) === true || !(read.kind === 'entry' && read.mode === 'tree'));
  }
  if (paths.size > MOST_PATHS) return undefined;
  const basis: PathState[] = [];
  for (const [path, isWhole] of paths) {
    const state = stateAt(root, path, inMemory);
    if (typeof state === 'string') return undefined;
    basis.push(isWhole ? state : { ...state, oid: '' });
  }
  return basis;
}

function isOfOwnFiles(read: Read): boolean {
  if (read.kind === 'entry' || read.kind === 'listing') return read.reference === undefined;
  return read.kind === 'variable' && !CHANGING.test(read.name);
}

function isIn(folder: string, path: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

export interface StandingDeps {
  readonly git: GitPort;
  readonly objects: GitObjects;
  readonly origins: Origins;
}

/**
 * Which bases are the same in the commit that a source's target means now, by position; none where it is in no repository of Git.
 * Throws faults of the Git port.
 */
export async function standingBases(
  { git, objects, origins }: StandingDeps,
  { source, project }: Pick<WantedTree, 'source' | 'project'>,
  bases: readonly SourceBasis[],
): Promise<readonly boolean[]> {
  const repository = gitRepositoryOf(origins, { source, project });
  if (repository === undefined) return bases.map(() => false);
  const { tree: root } = await commitOf(repository, await resolveSource(repository, source, 'cached'));
  const { remote } = repository;
  const seen = objects.seenFrom(remote);
  // Held until the end, so that a small memory cannot make this go on for ever.
  const held = new Map<Oid, unknown>();
  const inMemory: InMemory = (oid) => held.get(oid) ?? seen.get(oid);
  const answers: boolean[] = [];
  for (const basis of bases) {
    let answer = isStanding(root, basis, inMemory);
    while (typeof answer === 'string' && !held.has(answer)) {
      held.set(answer, await seen.fill(git, remote, { kind: 'tree', oid: answer }));
      answer = isStanding(root, basis, inMemory);
    }
    answers.push(answer === true);
  }
  return answers;
}

/** Or the id of a folder that is not in memory. */
function isStanding(root: Oid, basis: SourceBasis, inMemory: InMemory): boolean | Oid {
  for (const { path, mode, oid } of basis) {
    const now = stateAt(root, path, inMemory);
    if (typeof now === 'string') return now;
    if (now.mode !== mode || (oid !== '' && now.oid !== oid)) return false;
  }
  return true;
}

/** What lies at a path, or on the way there where that ends early; or the id of a folder that is not in memory. */
function stateAt(root: Oid, path: string, inMemory: InMemory): PathState | Oid {
  let here: Pick<PathState, 'mode' | 'oid'> = { mode: 'tree', oid: root };
  for (const name of path === '' ? [] : path.split('/')) {
    if (here.mode !== 'tree') break;
    const names = inMemory(here.oid);
    if (!(names instanceof Map)) return here.oid;
    here = names.get(name) ?? { mode: 'absent', oid: '' };
  }
  return { path, mode: here.mode, oid: here.oid };
}
