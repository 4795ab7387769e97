/**
 * How one record stands in a data file: `LENGTH CHECKSUM TEXT\n`, both numbers in eight hexadecimal digits, the length in bytes and
 * the CRC-32 of the text. The text is JSON in one line, so the files can be read by people and a line end never stands inside.
 */
import { crc32 } from 'node:zlib';

const HEAD = 18;
const HEAD_FORM = /^[0-9a-f]{8} [0-9a-f]{8} $/;
/** Also where one seems to begin within another. */
const HEADS = /(?=[0-9a-f]{8} [0-9a-f]{8} )/g;
const LINE_END = 10;
/** Far above what a request may carry; a length beyond it is damage. */
const LONGEST = 256 * 1024 * 1024;

export type Framed =
  | { readonly kind: 'whole'; readonly text: Buffer; readonly end: number }
  /** The bytes end before the record does; `needed` is where it would end, as far as that can be told. */
  | { readonly kind: 'short'; readonly needed: number }
  | { readonly kind: 'broken' };

/** The bytes of a record. */
export function frameRecord(content: string | Buffer): Buffer {
  const text = Buffer.from(content);
  const { length } = text;
  const record = Buffer.allocUnsafe(HEAD + length + 1);
  record.write(`${hex(length)} ${hex(crc32(text))} `, 'latin1');
  text.copy(record, HEAD);
  record[HEAD + length] = LINE_END;
  return record;
}

/** The record that begins at a place. */
export function recordAt(bytes: Buffer, at: number): Framed {
  const start = at + HEAD;
  if (start > bytes.length) return { kind: 'short', needed: start };
  const head = bytes.toString('latin1', at, start);
  if (!HEAD_FORM.test(head)) return { kind: 'broken' };
  const end = start + Number.parseInt(head.slice(0, 8), 16);
  if (end - start > LONGEST) return { kind: 'broken' };
  if (end >= bytes.length) return { kind: 'short', needed: end + 1 };
  if (bytes[end] !== LINE_END) return { kind: 'broken' };
  const text = bytes.subarray(start, end);
  if (crc32(text) !== Number.parseInt(head.slice(9, 17), 16)) return { kind: 'broken' };
  return { kind: 'whole', text, end: end + 1 };
}

/** Every whole record that begins anywhere in these bytes: what stands behind damage, be it at a line end. */
export function* recordsBehind(bytes: Buffer): Generator<Buffer> {
  let end = 0;
  for (const { index } of bytes.toString('latin1').matchAll(HEADS)) {
    if (index < end) continue;
    const found = recordAt(bytes, index);
    if (found.kind !== 'whole') continue;
    yield found.text;
    end = found.end;
  }
}

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}
