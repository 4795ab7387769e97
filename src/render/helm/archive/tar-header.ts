/** One header of a tar archive: ustar with the extensions of POSIX (pax) and GNU as Go's archive/tar reads them. */

export interface TarHeader {
  readonly name: string;
  readonly size: number;
  /** One character: `0` file, `5` folder, `2` symbolic link, `x` pax record … */
  readonly type: string;
  readonly link: string;
}

export const BLOCK = 512;
const MAGIC = 'ustar';
const CHECKSUM_AT = 148;

/** Undefined where the block is no header. */
export function parseTarHeader(block: Uint8Array): TarHeader | undefined {
  const expected = octal(block, CHECKSUM_AT, 8);
  const size = numeric(block, 124, 12);
  if (expected === undefined || size === undefined || !sumsTo(block, expected)) return undefined;
  const hasPrefix = text(block, 257, 5) === MAGIC && text(block, 257, 8) !== 'ustar  ';
  const prefix = hasPrefix ? text(block, 345, 155) : '';
  const name = text(block, 0, 100);
  const flag = String.fromCharCode(block[156] ?? 0);
  const type = flag === '\0' ? '0' : flag;
  return { name: prefix === '' ? name : `${prefix}/${name}`, size, type, link: text(block, 157, 100) };
}

/** True for a block of zeros, two of which end an archive. */
export function isZeroBlock(block: Uint8Array): boolean {
  return block.every((byte) => byte === 0);
}

function text(block: Uint8Array, at: number, length: number): string {
  const field = block.subarray(at, at + length);
  const end = field.indexOf(0);
  return Buffer.from(end < 0 ? field : field.subarray(0, end)).toString('utf8');
}

function octal(block: Uint8Array, at: number, length: number): number | undefined {
  const digits = text(block, at, length).replace(/^[ \0]+|[ \0]+$/g, '');
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

/** Octal digits, or base 256 where the first bit is set (GNU's form for large files). */
function numeric(block: Uint8Array, at: number, length: number): number | undefined {
  const first = block[at] ?? 0;
  if ((first & 0x80) === 0) return octal(block, at, length);
  if ((first & 0x40) !== 0) return undefined;
  let value = first & 0x3f;
  for (let next = at + 1; next < at + length; next++) value = value * 256 + (block[next] ?? 0);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** The sum over all bytes, those of the sum itself taken as spaces; old tools summed signed bytes. */
function sumsTo(block: Uint8Array, expected: number): boolean {
  let unsigned = 0;
  let signed = 0;
  for (let at = 0; at < BLOCK; at++) {
    const byte = at >= CHECKSUM_AT && at < CHECKSUM_AT + 8 ? 0x20 : (block[at] ?? 0);
    unsigned += byte;
    signed += byte > 127 ? byte - 256 : byte;
  }
  return unsigned === expected || signed === expected;
}
