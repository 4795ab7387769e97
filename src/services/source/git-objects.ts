/** Trees and blobs in memory by object id, shared by all repositories: equal content has one id. */

import { ByteLru } from '../../base/byte-lru.ts';
import { hasCode } from '../../base/errors.ts';
import type { GitPort, GitRemote } from '../../ports/git.ts';
import type { NamedEntry, Need } from '../../render/contract.ts';

/** Entries of a folder by name, in Git's order. */
export type TreeNames = ReadonlyMap<string, NamedEntry>;

/** A blob that was larger than `limit`; whether it exceeds a higher one is not known. */
export interface TooLarge {
  readonly tooLargeFor: number;
}

export type GitObject = TreeNames | Uint8Array | TooLarge;

/** Estimated cost of an entry in memory, beside its name. */
const ENTRY_BYTES = 160;

/** Objects as one repository sees them. */
export interface SeenObjects {
  get(oid: string): GitObject | undefined;
  /** Reads one missing object and keeps it while there is room. Throws faults of the Git port. */
  fill(git: GitPort, remote: GitRemote, need: Extract<Need, { kind: 'tree' | 'blob' }>): Promise<GitObject>;
}

export class GitObjects {
  readonly #kept: ByteLru<GitObject>;
  /** Being read now: many who begin at once, after a push say, lack the same folders. */
  readonly #reading = new Map<string, Promise<GitObject>>();

  constructor(budget: number) {
    this.#kept = new ByteLru(budget);
  }

  /** Bytes in use. */
  get used(): number {
    return this.#kept.used;
  }

  /**
   * What a render whose own files are from this remote may share with others: where blobs stand for files of Git LFS, only with
   * renders of the same repository, for elsewhere the same blob is what it is.
   */
  seenFrom(own: GitRemote | undefined): SeenObjects {
    const scope = own?.lfs === true ? `lfs ${own.url} ` : '';
    return {
      get: (oid) => this.#kept.get(`${scope}${oid}`),
      fill: async (git, remote, need) => {
        const object = await this.#read(git, remote, need);
        const isOfScope = scope === '' ? remote.lfs !== true : remote.url === own?.url;
        if (isOfScope) this.#kept.set(`${scope}${need.oid}`, object, bytesOf(object));
        return object;
      },
    };
  }

  #read(git: GitPort, remote: GitRemote, need: Extract<Need, { kind: 'tree' | 'blob' }>): Promise<GitObject> {
    const limit = need.kind === 'blob' ? need.limit : '';
    const key = `${need.kind} ${need.oid} ${limit} ${remote.lfs === true} ${remote.url}`;
    const running = this.#reading.get(key);
    if (running !== undefined) return running;
    const reading = read(git, remote, need).finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }
}

function read(git: GitPort, remote: GitRemote, need: Extract<Need, { kind: 'tree' | 'blob' }>): Promise<GitObject> {
  return need.kind === 'tree' ? readTree(git, remote, need.oid) : readBlob(git, remote, need);
}

async function readTree(git: GitPort, remote: GitRemote, oid: string): Promise<TreeNames> {
  const entries = await git.tree(remote, oid);
  return new Map(entries.map((entry) => [entry.name, entry]));
}

async function readBlob(
  git: GitPort,
  remote: GitRemote,
  need: Extract<Need, { kind: 'blob' }>,
): Promise<Uint8Array | TooLarge> {
  try {
    return await git.blob(remote, need.oid, need.limit);
  } catch (error) {
    if (hasCode(error, 'git.too-large')) return { tooLargeFor: need.limit };
    throw error;
  }
}

function bytesOf(object: GitObject): number {
  if (object instanceof Uint8Array) return object.length + ENTRY_BYTES;
  if ('tooLargeFor' in object) return ENTRY_BYTES;
  let bytes = ENTRY_BYTES;
  for (const name of object.keys()) bytes += name.length + ENTRY_BYTES;
  return bytes;
}
