/** Headers of tar archives (POSIX 1003.1 pax): ustar, with an extended header where a name does not fit. */
import type { WorkingFile } from '../../ports/plugins.ts';

const BLOCK = 512;
const NAME = 100;
const PREFIX = 155;

/** Two empty blocks. */
export const TAR_END = Buffer.alloc(2 * BLOCK);

const TYPES = { file: '0', link: '2', folder: '5' } as const;

/** The blocks before a file's content of `size` bytes. Times are zero, so that equal files give equal bytes. */
export function tarHeader(file: WorkingFile, size: number): Buffer {
  const target = file.kind === 'link' ? file.target : '';
  const split = splitName(file.path);
  const extended = [
    ...(split === undefined ? [paxRecord('path', file.path)] : []),
    ...(fits(target, NAME) ? [] : [paxRecord('linkpath', target)]),
  ].join('');
  const executable = file.kind === 'folder' || (file.kind === 'file' && file.isExecutable);
  const header = block({
    ...(split ?? { name: 'long-name', prefix: '' }),
    target: fits(target, NAME) ? target : '',
    type: TYPES[file.kind],
    mode: file.kind === 'link' ? '0000777' : executable ? '0000755' : '0000644',
    size,
  });
  return extended === '' ? header : Buffer.concat([paxBlocks(extended), header]);
}

/** What fills the last block of a content. */
export function tarPadding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

function paxBlocks(records: string): Buffer {
  const content = Buffer.from(records);
  const header = block({ name: 'pax', prefix: '', target: '', type: 'x', mode: '0000644', size: content.length });
  return Buffer.concat([header, content, tarPadding(content.length)]);
}

/** `<length> <key>=<value>`, the length counting itself. */
function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  if (rest + String(length).length !== length) length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

/** Name and prefix; undefined where the path fits in neither way. */
function splitName(path: string): { readonly name: string; readonly prefix: string } | undefined {
  if (fits(path, NAME)) return { name: path, prefix: '' };
  for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)];
    if (fits(prefix, PREFIX) && fits(name, NAME)) return { name, prefix };
  }
  return undefined;
}

function fits(text: string, bytes: number): boolean {
  return text.length <= bytes && Buffer.byteLength(text) === text.length;
}

interface Block {
  readonly name: string;
  readonly prefix: string;
  readonly target: string;
  readonly type: string;
  readonly mode: string;
  readonly size: number;
}

function block({ name, prefix, target, type, mode, size }: Block): Buffer {
  const header = Buffer.alloc(BLOCK);
  header.write(name, 0, NAME);
  header.write(`${mode}\0`, 100);
  header.write('0000000\0', 108);
  header.write('0000000\0', 116);
  header.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  header.write('00000000000\0', 136);
  header.write('        ', 148);
  header.write(type, 156);
  header.write(target, 157, NAME);
  header.write('ustar\x0000', 257);
  header.write(prefix, 345, PREFIX);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
