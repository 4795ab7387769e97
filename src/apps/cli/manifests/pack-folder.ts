/** A folder as a gzipped tar archive: files by patterns of their names, links as links, nothing of `.git`. */
import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { AppError } from '../../../base/errors.ts';
import { matchPath } from '../../../base/glob/path-match.ts';
import { compareBytes } from '../../../base/json/byte-order.ts';

/** What the server takes, unpacked. */
const MOST_BYTES = 256 * 2 ** 20;
const BLOCK = 512;

/** Throws `cli.invalid-file` (user). */
export async function packFolder(folder: string, includes: readonly string[]): Promise<Buffer> {
  const isIncluded = (name: string): boolean => includes.some((pattern) => fits(pattern, name));
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of entriesOf(folder, '', isIncluded)) {
    size += part.length;
    if (size > MOST_BYTES) throw invalid(`${folder}: its files have more than ${MOST_BYTES} bytes`);
    parts.push(part);
  }
  parts.push(Buffer.alloc(2 * BLOCK));
  return await promisify(gzip)(Buffer.concat(parts));
}

async function* entriesOf(
  folder: string,
  inside: string,
  isIncluded: (name: string) => boolean,
): AsyncGenerator<Buffer> {
  const names = await readdir(join(folder, inside)).catch((cause: NodeJS.ErrnoException) => {
    throw invalid(`${join(folder, inside)}: cannot be read: ${cause.code ?? cause.message}`);
  });
  for (const name of names.sort(compareBytes)) {
    if (name === '.git') continue;
    const path = inside === '' ? name : `${inside}/${name}`;
    const found = await lstat(join(folder, path));
    if (found.isDirectory()) yield* entriesOf(folder, path, isIncluded);
    else if (!isIncluded(name)) continue;
    else if (found.isSymbolicLink()) yield entry({ path, link: await readlink(join(folder, path)) });
    else if (found.isFile()) yield entry({ path, data: await readFile(join(folder, path)) });
  }
}

interface Entry {
  readonly path: string;
  readonly data?: Buffer;
  readonly link?: string;
}

/** Names that do not fit into the old header get one of POSIX before it. */
function entry({ path, data = Buffer.alloc(0), link }: Entry): Buffer {
  const long = [...extended('path', path), ...extended('linkpath', link ?? '')].join('');
  const type = link === undefined ? '0' : '2';
  const own = [header({ name: path, link: link ?? '', type, size: data.length }), padded(data)];
  if (long === '') return Buffer.concat(own);
  const text = Buffer.from(long);
  const before = [header({ name: 'pax', link: '', type: 'x', size: text.length }), padded(text)];
  return Buffer.concat([...before, ...own]);
}

/** `LENGTH key=value\n`, where the length counts itself. */
function extended(key: string, value: string): readonly string[] {
  if (Buffer.byteLength(value) <= 100) return [];
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes + String(bytes).length;
  if (bytes + String(length).length !== length) length = bytes + String(length).length;
  return [`${length}${rest}`];
}

function header(of: { readonly name: string; readonly link: string; readonly type: string; readonly size: number }) {
  const block = Buffer.alloc(BLOCK);
  block.write(of.name, 0, 100);
  block.write('0000644\0', 100);
  block.write('0000000\0', 108);
  block.write('0000000\0', 116);
  block.write(`${of.size.toString(8).padStart(11, '0')}\0`, 124);
  block.write('00000000000\0', 136);
  block.fill(' ', 148, 156);
  block.write(of.type, 156);
  block.write(of.link, 157, 100);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

function padded(data: Buffer): Buffer {
  const rest = data.length % BLOCK;
  return rest === 0 ? data : Buffer.concat([data, Buffer.alloc(BLOCK - rest)]);
}

/** As Go's `filepath.Match` on the name. */
function fits(pattern: string, name: string): boolean {
  const found = matchPath(pattern, name);
  if (found === 'malformed') throw invalid(`--local-include ${pattern}: syntax error in pattern`);
  return found === 'match';
}

function invalid(message: string): AppError {
  return new AppError({ code: 'cli.invalid-file', kind: 'user', message });
}
