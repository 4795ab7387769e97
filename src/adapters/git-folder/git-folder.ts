/**
 * The Git port over a folder as it is on disk: one commit without history, whose tree is the folder with everything that was
 * not committed. Folders and files are read when they are asked for; an object is named by where it lies and when it changed.
 */
import { createHash } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { constants, lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../base/errors.ts';
import { compareBytes } from '../../base/json/byte-order.ts';
import type { CommitInfo, GitErrorCode, GitPort, Oid, TreeEntry, TreeEntryMode } from '../../ports/git.ts';

export interface GitFolder {
  readonly port: GitPort;
  /** The commit that the folder is. */
  readonly commit: Oid;
  /** Whether an object is one of this folder that was told of. */
  has(oid: Oid): boolean;
}

interface Known {
  readonly path: string;
  readonly mode: TreeEntryMode;
}

/** Left out at every depth, as Git does. */
const OWN = '.git';
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;

/** Links are entries and never followed; what is neither file, folder nor link is left out. */
export function openGitFolder(folder: string): GitFolder {
  const known = new Map<Oid, Known>();
  const root = named(known, { path: folder, mode: 'tree' }, 'root');
  const commit = oidOf(['commit', root]);
  const info: CommitInfo = { oid: commit, tree: root, author: '', authorDate: 0, message: '', parents: [] };
  const expectCommit = (oid: Oid): void => {
    if (oid !== commit) throw missing(`${folder}: there is no commit ${oid}`);
  };
  return {
    commit,
    has: (oid) => oid === commit || known.has(oid),
    port: {
      async listRefs() {
        return { refs: new Map([['HEAD', commit]]), head: undefined, tagObjects: new Map() };
      },
      fetch: async (_remote, oid) => expectCommit(oid),
      resolveShort: async () => undefined,
      async commit(_remote, oid) {
        expectCommit(oid);
        return info;
      },
      async signed(_remote, oid) {
        expectCommit(oid);
        return { kind: 'commit', payload: new Uint8Array(), signature: '', by: '', message: '', parents: [] };
      },
      tree: (_remote, oid) => entriesOf(known, oid),
      blob: (_remote, oid, limit = Number.POSITIVE_INFINITY) => contentOf(known, oid, limit),
      keep: async () => undefined,
      release: async () => undefined,
    },
  };
}

async function entriesOf(known: Map<Oid, Known>, oid: Oid): Promise<readonly TreeEntry[]> {
  const folder = known.get(oid);
  if (folder?.mode !== 'tree') throw missing(`there is no tree ${oid}`);
  const names = (await told(folder.path, () => readdir(folder.path))).filter((name) => name !== OWN);
  const entries = await Promise.all(names.map((name) => entryOf(known, folder.path, name)));
  return entries
    .flatMap((entry) => (entry === undefined ? [] : [entry]))
    .sort((a, b) => compareBytes(sortName(a), sortName(b)));
}

/** Undefined for what Git has no entry for, and for what is gone since. */
async function entryOf(known: Map<Oid, Known>, folder: string, name: string): Promise<TreeEntry | undefined> {
  const path = join(folder, name);
  const stats = await lstat(path, { bigint: true }).catch(() => undefined);
  const mode = stats === undefined ? undefined : modeOf(stats);
  if (stats === undefined || mode === undefined) return undefined;
  const state = mode === 'tree' ? 'folder' : [stats.ino, stats.size, stats.mtimeNs, stats.ctimeNs].join(' ');
  return { name, mode, oid: named(known, { path, mode }, state) };
}

function modeOf(stats: BigIntStats): TreeEntryMode | undefined {
  if (stats.isSymbolicLink()) return 'symlink';
  if (stats.isDirectory()) return 'tree';
  if (!stats.isFile()) return undefined;
  return (stats.mode & 0o100n) === 0n ? 'file' : 'executable';
}

/** Git compares folders as if their names ended in a slash. */
function sortName({ name, mode }: TreeEntry): string {
  return mode === 'tree' ? `${name}/` : name;
}

async function contentOf(known: Map<Oid, Known>, oid: Oid, limit: number): Promise<Uint8Array> {
  const file = known.get(oid);
  if (file === undefined || file.mode === 'tree') throw missing(`there is no blob ${oid}`);
  if (file.mode === 'symlink') return Buffer.from(await told(file.path, () => readlink(file.path)));
  await using handle = await told(file.path, () => open(file.path, READ));
  const stats = await handle.stat();
  if (!stats.isFile()) throw fault('git.failed', `${file.path}: no longer a file`);
  if (stats.size > limit) throw fault('git.too-large', `${file.path} is over the limit of ${limit} bytes`);
  return await told(file.path, () => handle.readFile());
}

function named(known: Map<Oid, Known>, object: Known, state: string): Oid {
  const oid = oidOf([object.mode, object.path, state]);
  known.set(oid, object);
  return oid;
}

/** In the form of object ids, and equal to none that Git makes: its hashes cover other texts. */
function oidOf(parts: readonly string[]): Oid {
  return createHash('sha1')
    .update(['working tree', ...parts].join('\0'))
    .digest('hex');
}

async function told<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw fault('git.failed', `${path} cannot be read: ${cause instanceof Error ? cause.message : 'unknown'}`, cause);
  }
}

function missing(message: string): AppError {
  return fault('git.missing-object', message);
}

function fault(code: GitErrorCode, message: string, cause?: unknown): AppError {
  return new AppError({ code, kind: 'user', message, ...(cause === undefined ? {} : { cause }) });
}
