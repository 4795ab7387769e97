/**
 * Commits that touch none of the paths an Application names: its manifests stay those of the commit before, though its revision
 * moves on (features A22). Whose manifests a revision has is remembered; where that is lost, they are rendered at the revision
 * itself.
 */
import { touchesPaths } from '../../base/glob/touches-paths.ts';
import type { GitPort, GitRemote, Oid, TreeEntry } from '../../ports/git.ts';
import type { Repository } from './repository.ts';

export interface CarryWish {
  /** Application and source, and of which source the files are. */
  readonly id: string;
  readonly repository: Repository;
  readonly revision: Oid;
  /** The revision that the manifests in use are of. */
  readonly from: Oid;
  readonly paths: readonly string[];
}

/** More folders than that differ: then something was touched, as likely as not. */
const MOST_FOLDERS = 5000;
const REVISIONS_KEPT = 8;
const IDS_KEPT = 20_000;

export class CarriedRevisions {
  readonly #git: Pick<GitPort, 'tree'>;
  readonly #origins = new Map<string, Map<Oid, Oid>>();

  constructor(git: Pick<GitPort, 'tree'>) {
    this.#git = git;
  }

  /**
   * The commits whose files stand for the revisions that one source is rendered from, its own and those that it takes files of:
   * where one of them was touched, each stands for itself. Throws faults of the Git port.
   */
  async origins(wishes: readonly CarryWish[]): Promise<readonly Oid[]> {
    const found: (Oid | undefined)[] = [];
    for (const wish of wishes) found.push(await this.#origin(wish));
    const isTouched = found.includes(undefined);
    return wishes.map((wish, at) => {
      const origin = isTouched ? wish.revision : (found[at] ?? wish.revision);
      this.#remember(wish, origin);
      return origin;
    });
  }

  /** Whether none of the paths differs between two commits. Throws faults of the Git port. */
  async isUntouched({ repository, from, revision, paths }: Omit<CarryWish, 'id'>): Promise<boolean> {
    if (from === revision) return true;
    const [before, after] = await Promise.all([repository.commit(from), repository.commit(revision)]);
    const walk = { git: this.#git, remote: repository.remote, paths, left: MOST_FOLDERS };
    return !(await differs(walk, '', before.tree, after.tree));
  }

  /** After a render that asked for the revision itself. */
  forget(id: string): void {
    this.#origins.delete(id);
  }

  /** Undefined where a path was touched. */
  async #origin(wish: CarryWish): Promise<Oid | undefined> {
    const { id, revision, from } = wish;
    const known = this.#origins.get(id)?.get(revision);
    if (known !== undefined) return known;
    return (await this.isUntouched(wish)) ? (this.#origins.get(id)?.get(from) ?? from) : undefined;
  }

  #remember({ id, revision, from }: CarryWish, origin: Oid): void {
    const before = this.#origins.get(id);
    // What nothing is known of stands for itself.
    if (before === undefined && origin === revision && from === revision) return;
    const kept = before ?? new Map<Oid, Oid>();
    kept.set(revision, origin);
    const oldest = kept.size > REVISIONS_KEPT ? kept.keys().next() : undefined;
    if (oldest?.done === false) kept.delete(oldest.value);
    this.#origins.delete(id);
    this.#origins.set(id, kept);
    const first = this.#origins.size > IDS_KEPT ? this.#origins.keys().next() : undefined;
    if (first?.done === false) this.#origins.delete(first.value);
  }
}

interface Walk {
  readonly git: Pick<GitPort, 'tree'>;
  readonly remote: GitRemote;
  readonly paths: readonly string[];
  left: number;
}

/** Whether anything below a folder differs that the paths speak of. */
async function differs(walk: Walk, folder: string, before: Oid | undefined, after: Oid | undefined): Promise<boolean> {
  if (before === after) return false;
  walk.left -= 2;
  if (walk.left < 0) return true;
  const [old, fresh] = [await entriesOf(walk, before), await entriesOf(walk, after)];
  for (const name of new Set([...old.keys(), ...fresh.keys()])) {
    const [one, other] = [old.get(name), fresh.get(name)];
    if (one?.oid === other?.oid && one?.mode === other?.mode) continue;
    const path = folder === '' ? name : `${folder}/${name}`;
    const isFile = [one, other].some((entry) => entry !== undefined && entry.mode !== 'tree');
    if (isFile && touchesPaths(path, walk.paths)) return true;
    if (!mayHold(path, walk.paths)) continue;
    if (await differs(walk, path, treeOf(one), treeOf(other))) return true;
  }
  return false;
}

async function entriesOf({ git, remote }: Walk, tree: Oid | undefined): Promise<ReadonlyMap<string, TreeEntry>> {
  const entries = tree === undefined ? [] : await git.tree(remote, tree);
  return new Map(entries.map((entry) => [entry.name, entry]));
}

function treeOf(entry: TreeEntry | undefined): Oid | undefined {
  return entry?.mode === 'tree' ? entry.oid : undefined;
}

/** Whether a folder lies in one of the paths, or one of them in it. Patterns may mean anything. */
function mayHold(folder: string, paths: readonly string[]): boolean {
  return paths.some(
    (path) =>
      path === '' ||
      path === folder ||
      path.startsWith(`${folder}/`) ||
      folder.startsWith(`${path}/`) ||
      /[*?[\\]/.test(path),
  );
}
