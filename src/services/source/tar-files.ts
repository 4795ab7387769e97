/** The files of a tar archive, taken apart safely. Nothing in it may lead out of it. */
import { readTar, type TarEntry } from '../../render/helm/archive/read-tar.ts';
import type { ArchiveFile } from './archive-tree.ts';

/** Headers and padding come on top of the files. */
export const MOST_ENTRIES = 50_000;
const LONGEST_NAME = 4096;
const IGNORED_TYPES = 'gx5';

export interface TarLimits {
  /** Bytes of all files together. */
  readonly limit: number;
  /** The fault of an archive that is not taken, with the reason. */
  readonly refused: (reason: string) => Error;
}

/** Throws the fault of `refused`. */
export function tarFiles(tar: Uint8Array, { limit, refused }: TarLimits): readonly ArchiveFile[] {
  const broken = (): never => {
    throw refused('the archive is broken');
  };
  const files: ArchiveFile[] = [];
  let remaining = limit;
  let entries = 0;
  for (const entry of readTar(tar, broken)) {
    if (++entries > MOST_ENTRIES) throw refused(`more than ${MOST_ENTRIES} entries`);
    if (IGNORED_TYPES.includes(entry.type) || entry.name.endsWith('/')) continue;
    remaining -= entry.size;
    if (remaining < 0) throw refused(tooLarge(limit));
    files.push(fileOf(entry, refused));
  }
  return files;
}

export function tooLarge(limit: number): string {
  return `its files have more than ${limit} bytes`;
}

/** Links become links of the tree: whoever follows one checks where it leads. */
function fileOf(entry: TarEntry, refused: TarLimits['refused']): ArchiveFile {
  const { name, type, content, link } = entry;
  if (name.length > LONGEST_NAME) throw refused(`the name of a file has more than ${LONGEST_NAME} characters`);
  if (name.startsWith('/') || name.split('/').includes('..') || name.includes('\0')) {
    throw refused(`${JSON.stringify(name)} leads out of it`);
  }
  if (type === '0' || type === '7') return { name, data: content };
  if (type === '2') return { name, data: Buffer.from(link), mode: 'symlink' };
  throw refused(`${JSON.stringify(name)} is neither a file nor a folder`);
}
