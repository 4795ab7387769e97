/**
 * The files of a source as sidecars get them: one packed archive on disk, made once for all that want the same files at the
 * same time or soon after.
 */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { AppError } from '../../base/errors.ts';
import type { WorkingFiles } from '../../ports/plugins.ts';
import { TAR_END, tarHeader, tarPadding } from './tar-header.ts';

export interface PackedFiles extends AsyncDisposable {
  /** SHA-256 in hex. */
  readonly checksum: string;
  readonly size: number;
  pieces(): AsyncIterable<Uint8Array>;
}

interface Archive {
  readonly folder: string;
  readonly file: string;
  readonly checksum: string;
  readonly size: number;
}

interface Kept {
  readonly archive: Promise<Archive>;
  users: number;
  timer: NodeJS.Timeout | undefined;
}

/** Milliseconds that an archive stays after its last use. */
const KEPT = 30_000;
/** As much as a command of this machine may have on disk. */
const MOST = 2 * 1024 * 1024 * 1024;
const PIECE = 64 * 1024;
/** The archive crosses a socket of this machine: time counts more than size. */
const LEVEL = 1;

export class PackedArchives {
  readonly #kept = new Map<string, Kept>();
  readonly #limit: number;

  /** `limit`: bytes of the files of one source, unpacked. */
  constructor(limit = MOST) {
    this.#limit = limit;
  }

  /** The archive, until it is disposed of. Throws `plugin.too-large`, `plugin.failed` where there is no file, and faults of reading. */
  async open(files: WorkingFiles): Promise<PackedFiles> {
    const kept = this.#kept.get(files.key) ?? this.#begin(files);
    kept.users += 1;
    clearTimeout(kept.timer);
    try {
      const { file, checksum, size } = await kept.archive;
      return {
        checksum,
        size,
        pieces: () => createReadStream(file, { highWaterMark: PIECE }),
        [Symbol.asyncDispose]: async () => this.#release(files.key, kept),
      };
    } catch (error) {
      this.#kept.delete(files.key);
      throw error;
    }
  }

  async close(): Promise<void> {
    const all = [...this.#kept.values()];
    this.#kept.clear();
    for (const { timer } of all) clearTimeout(timer);
    await Promise.all(all.map((kept) => remove(kept)));
  }

  #begin(files: WorkingFiles): Kept {
    const kept: Kept = { archive: pack(files, this.#limit), users: 0, timer: undefined };
    kept.archive.catch(() => undefined);
    this.#kept.set(files.key, kept);
    return kept;
  }

  #release(key: string, kept: Kept): void {
    kept.users -= 1;
    if (kept.users > 0) return;
    kept.timer = setTimeout(() => {
      if (this.#kept.get(key) === kept) this.#kept.delete(key);
      void remove(kept);
    }, KEPT);
    kept.timer.unref();
  }
}

async function remove({ archive }: Kept): Promise<void> {
  const made = await archive.catch(() => undefined);
  if (made !== undefined) await rm(made.folder, { recursive: true, force: true, maxRetries: 3 });
}

async function pack(files: WorkingFiles, limit: number): Promise<Archive> {
  const folder = await mkdtemp(join(tmpdir(), 'tiphys-plugin-'));
  const file = join(folder, 'files.tgz');
  const hash = createHash('sha256');
  const hashed = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      done(null, piece);
    },
  });
  try {
    const target = createWriteStream(file, { mode: 0o600, flags: 'wx' });
    await pipeline(Readable.from(tarPieces(files, limit)), createGzip({ level: LEVEL }), hashed, target);
    return { folder, file, checksum: hash.digest('hex'), size: (await stat(file)).size };
  } catch (error) {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    throw error;
  }
}

async function* tarPieces(files: WorkingFiles, limit: number): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let written = 0;
  for await (const file of files.entries()) {
    const content = file.kind === 'file' ? await file.content() : undefined;
    bytes += content?.length ?? 0;
    if (bytes > limit) throw tooLarge(limit);
    yield tarHeader(file, content?.length ?? 0);
    if (content === undefined) continue;
    written += 1;
    yield content;
    yield tarPadding(content.length);
  }
  // In Argo CD's words, without the folder that there is not.
  if (written === 0) throw new AppError({ code: 'plugin.failed', kind: 'user', message: 'no files to send' });
  yield TAR_END;
}

function tooLarge(limit: number): AppError {
  const message = `the files of the source are more than ${limit} bytes`;
  const hint = 'leave out what the plugin does not need: reposerver.plugin.tar.exclusions';
  return new AppError({ code: 'plugin.too-large', kind: 'user', message, hint });
}
