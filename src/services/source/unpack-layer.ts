/** The files of an artifact's layer: a tar archive, plain or gzipped, or a packed chart. Nothing in it may lead out of it. */
import { gunzipSync } from 'node:zlib';
import { readArchive } from '../../render/helm/archive/read-archive.ts';
import { readTar, type TarEntry } from '../../render/helm/archive/read-tar.ts';
import type { ArchiveFile } from './archive-tree.ts';
import { sourceFault } from './source-fault.ts';

const CHART = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
const MAX_ENTRIES = 50_000;
const IGNORED_TYPES = 'gx5';

/** `limit` bytes of all files together. Throws `source.not-an-artifact` where the layer cannot be unpacked safely. */
export function unpackLayer(layer: Uint8Array, mediaType: string, limit: number): readonly ArchiveFile[] {
  if (mediaType === CHART) return readArchive(layer);
  const isZipped = layer[0] === 0x1f && layer[1] === 0x8b;
  const files: ArchiveFile[] = [];
  let remaining = limit;
  let entries = 0;
  for (const entry of readTar(isZipped ? unzipped(layer, limit) : layer, broken)) {
    if (++entries > MAX_ENTRIES) throw refused(`more than ${MAX_ENTRIES} entries`);
    if (IGNORED_TYPES.includes(entry.type) || entry.name.endsWith('/')) continue;
    remaining -= entry.size;
    if (remaining < 0) throw tooLarge(limit);
    files.push(fileOf(entry));
  }
  return files;
}

function unzipped(layer: Uint8Array, limit: number): Uint8Array {
  try {
    // Headers and padding of the archive come on top of the files.
    return gunzipSync(layer, { maxOutputLength: limit + MAX_ENTRIES * 1024 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(limit) : refused('the compressed data are broken');
  }
}

/** Links become links of the tree: whoever follows one checks where it leads. */
function fileOf(entry: TarEntry): ArchiveFile {
  const { name, type, content, link } = entry;
  if (name.startsWith('/') || name.split('/').includes('..') || name.includes('\0')) {
    throw refused(`${JSON.stringify(name)} leads out of it`);
  }
  if (type === '0' || type === '7') return { name, data: content };
  if (type === '2') return { name, data: Buffer.from(link), mode: 'symlink' };
  throw refused(`${JSON.stringify(name)} is neither a file nor a folder`);
}

function broken(): never {
  throw refused('the archive is broken');
}

function tooLarge(limit: number): Error {
  return refused(`its files have more than ${limit} bytes`);
}

function refused(reason: string): Error {
  return sourceFault('source.not-an-artifact', 'user', `the layer cannot be unpacked: ${reason}`);
}
