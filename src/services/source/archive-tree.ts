/** Files of an archive as a tree of objects, so that a render reads them as it reads a commit. Pure. */
import { createHash } from 'node:crypto';
import type { NamedEntry } from '../../render/contract.ts';
import type { GitObject } from './git-objects.ts';
import type { SourceTree } from './source-tree.ts';

export interface ArchiveFile {
  /** Inside the archive, with slashes, without `..`. */
  readonly name: string;
  readonly data: Uint8Array;
  readonly mode?: 'file' | 'executable' | 'symlink';
}

interface Folder {
  readonly folders: Map<string, Folder>;
  readonly files: Map<string, NamedEntry>;
}

/** Later files of a name replace earlier ones, and a file replaces a folder. Equal files give equal object ids. */
export function archiveTree(revision: string, files: readonly ArchiveFile[]): SourceTree {
  const objects = new Map<string, GitObject>();
  const root: Folder = { folders: new Map(), files: new Map() };
  for (const { name, data, mode = 'file' } of files) {
    const parts = name.split('/').filter((part) => part !== '' && part !== '.');
    const last = parts.pop();
    if (last === undefined) continue;
    const oid = idOf('blob', data);
    objects.set(oid, data);
    folderAt(root, parts).files.set(last, { name: last, mode, oid });
  }
  return { revision, root: storeFolder(root, objects), remote: undefined, objects };
}

function folderAt(root: Folder, parts: readonly string[]): Folder {
  let here = root;
  for (const part of parts) {
    const next = here.folders.get(part) ?? { folders: new Map(), files: new Map() };
    here.folders.set(part, next);
    here = next;
  }
  return here;
}

function storeFolder({ folders, files }: Folder, objects: Map<string, GitObject>): string {
  const entries = new Map<string, NamedEntry>();
  for (const [name, folder] of folders) entries.set(name, { name, mode: 'tree', oid: storeFolder(folder, objects) });
  for (const [name, file] of files) entries.set(name, file);
  const sorted = [...entries.values()].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  const names = sorted.map(({ name, mode, oid }) => JSON.stringify([mode, oid, name])).join('\n');
  const oid = idOf('tree', Buffer.from(names));
  objects.set(oid, new Map(sorted.map((entry) => [entry.name, entry])));
  return oid;
}

/** Cannot be the id of an object of Git, which has 40 digits, nor the digest of an archive, which has a colon. */
function idOf(kind: 'blob' | 'tree', content: Uint8Array): string {
  return createHash('sha256').update(kind).update('\0').update(content).digest('hex');
}
