/** Git objects in memory with the ids that real Git gives them. */
import { createHash } from 'node:crypto';
import type { CommitInfo, Oid, TreeEntry, TreeEntryMode } from '../ports/git.ts';
import type { TestFile } from './git-repository.ts';

export type MemoryObject =
  | { readonly kind: 'blob'; readonly content: Uint8Array }
  | { readonly kind: 'tree'; readonly entries: readonly TreeEntry[] }
  | { readonly kind: 'commit'; readonly info: CommitInfo };

export interface StoredFile {
  readonly mode: TreeEntryMode;
  readonly oid: Oid;
}

/** Path → file: what a commit holds. */
export type StoredFiles = ReadonlyMap<string, StoredFile>;

const MODES: Readonly<Record<TreeEntryMode, string>> = {
  file: '100644',
  executable: '100755',
  symlink: '120000',
  tree: '40000',
  submodule: '160000',
};

/** Objects by id; equal content has one id, so unchanged folders are stored once. */
export class MemoryObjects {
  readonly #objects = new Map<Oid, MemoryObject>();

  get(oid: Oid): MemoryObject | undefined {
    return this.#objects.get(oid);
  }

  ids(): Iterable<Oid> {
    return this.#objects.keys();
  }

  put(oid: Oid, object: MemoryObject): void {
    this.#objects.set(oid, object);
  }

  file(file: Exclude<TestFile, null>): StoredFile {
    if (typeof file === 'string') return { mode: 'file', oid: this.#blob(Buffer.from(file)) };
    if (file instanceof Uint8Array) return { mode: 'file', oid: this.#blob(file) };
    if ('link' in file) return { mode: 'symlink', oid: this.#blob(Buffer.from(file.link)) };
    if ('executable' in file) return { mode: 'executable', oid: this.#blob(Buffer.from(file.executable)) };
    return { mode: 'submodule', oid: file.submodule };
  }

  /** The tree of a whole set of files. */
  tree(files: StoredFiles): Oid {
    const folders = new Map<string, Map<string, StoredFile>>();
    const entries: TreeEntry[] = [];
    for (const [path, file] of files) {
      const slash = path.indexOf('/');
      if (slash < 0) {
        entries.push({ name: path, ...file });
        continue;
      }
      const folder = path.slice(0, slash);
      const inside = folders.get(folder) ?? new Map<string, StoredFile>();
      folders.set(folder, inside.set(path.slice(slash + 1), file));
    }
    for (const [name, inside] of folders) entries.push({ name, mode: 'tree', oid: this.tree(inside) });
    return this.#tree(entries);
  }

  commit(details: Omit<CommitInfo, 'oid'>): Oid {
    const person = `${details.author} ${details.authorDate / 1000} +0000`;
    const parents = details.parents.map((parent) => `parent ${parent}\n`).join('');
    const text = `tree ${details.tree}\n${parents}author ${person}\ncommitter ${person}\n\n${details.message}`;
    const oid = idOf('commit', Buffer.from(text));
    this.#objects.set(oid, { kind: 'commit', info: { oid, ...details } });
    return oid;
  }

  #blob(content: Uint8Array): Oid {
    const oid = idOf('blob', content);
    this.#objects.set(oid, { kind: 'blob', content });
    return oid;
  }

  #tree(unsorted: readonly TreeEntry[]): Oid {
    const entries = unsorted.toSorted((a, b) => Buffer.compare(sortName(a), sortName(b)));
    const parts = entries.flatMap((entry) => [
      Buffer.from(`${MODES[entry.mode]} ${entry.name}\0`),
      Buffer.from(entry.oid, 'hex'),
    ]);
    const oid = idOf('tree', Buffer.concat(parts));
    this.#objects.set(oid, { kind: 'tree', entries });
    return oid;
  }
}

/** Git sorts a folder as if its name ended with a slash. */
function sortName(entry: TreeEntry): Buffer {
  return Buffer.from(entry.mode === 'tree' ? `${entry.name}/` : entry.name);
}

function idOf(type: string, content: Uint8Array): Oid {
  return createHash('sha1').update(`${type} ${content.length}\0`).update(content).digest('hex');
}
