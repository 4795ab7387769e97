/** The files of an artifact's layer: a tar archive, plain or gzipped, or a packed chart. Nothing in it may lead out of it. */
import { gunzipSync } from 'node:zlib';
import { readArchive } from '../../render/helm/archive/read-archive.ts';
import type { ArchiveFile } from './archive-tree.ts';
import { sourceFault } from './source-fault.ts';
import { MOST_ENTRIES, tarFiles, tooLarge } from './tar-files.ts';

const CHART = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';

/** `limit` bytes of all files together. Throws `source.not-an-artifact` where the layer cannot be unpacked safely. */
export function unpackLayer(layer: Uint8Array, mediaType: string, limit: number): readonly ArchiveFile[] {
  if (mediaType === CHART) return readArchive(layer, limit);
  const isZipped = layer[0] === 0x1f && layer[1] === 0x8b;
  return tarFiles(isZipped ? unzipped(layer, limit) : layer, { limit, refused });
}

function unzipped(layer: Uint8Array, limit: number): Uint8Array {
  try {
    // Headers and padding of the archive come on top of the files.
    return gunzipSync(layer, { maxOutputLength: limit + MOST_ENTRIES * 1024 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw refused(code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(limit) : 'the compressed data are broken');
  }
}

function refused(reason: string): Error {
  return sourceFault('source.not-an-artifact', 'user', `the layer cannot be unpacked: ${reason}`);
}
