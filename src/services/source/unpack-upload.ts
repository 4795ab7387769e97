/** Files that somebody sent to be rendered, as a tree. The archive is unpacked in memory, within its bound. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { SourceUpload } from '../../ports/manifest-service.ts';
import { archiveTree } from './archive-tree.ts';
import { sourceFault } from './source-fault.ts';
import type { SourceTree } from './source-tree.ts';
import { MOST_ENTRIES, tarFiles, tooLarge } from './tar-files.ts';

/** What stands in the place of a revision, as in Argo CD. */
export const UPLOADED = 'streamed';

/** Off the event loop. Throws `source.upload-refused` (user) where it cannot be unpacked safely within `limit` bytes of files. */
export async function unpackUpload({ archive }: SourceUpload, limit: number): Promise<SourceTree> {
  return archiveTree(UPLOADED, tarFiles(await unzipped(archive, limit), { limit, refused }));
}

async function unzipped(archive: Uint8Array, limit: number): Promise<Uint8Array> {
  try {
    return await promisify(gunzip)(archive, { maxOutputLength: limit + MOST_ENTRIES * 1024 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    throw refused(code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(limit) : 'the compressed data are broken');
  }
}

function refused(reason: string): Error {
  return sourceFault('source.upload-refused', 'user', `the files that were sent cannot be unpacked: ${reason}`);
}
