/** A list put together from the bytes of its objects: nothing is made into text anew. */
import { Buffer } from 'node:buffer';
import type { LongBody } from '../requests/api-request.ts';
import { type ListedBytes, listedBytes } from '../storage/encoded-forms.ts';
import type { StoredObject } from '../storage/stored-object.ts';

const TAIL = ']}\n';
const COMMA = 44;
const BRACE = 123;
/** Longer ones are sent in parts, so that a list of everything does not stand in memory beside everything. */
const WHOLE = 4 * 1024 * 1024;
const PART = 1024 * 1024;

/** `head` ends where the items begin; `typed`: they carry kind and apiVersion. */
export function joinedList(
  head: string,
  items: readonly StoredObject[],
  { typed }: { readonly typed: boolean },
): Uint8Array | LongBody {
  const listed = items.map((item) => listedBytes(item, { typed }));
  const length = Buffer.byteLength(head) + TAIL.length + lengthOf(listed) - (listed.length > 0 ? 1 : 0);
  if (length <= WHOLE) return Buffer.concat([...partsOf(head, listed)], length);
  return {
    length,
    parts: (scratch) => partsOf(head, listed, scratch),
    toString: () => Buffer.concat([...partsOf(head, listed)], length).toString(),
  };
}

/** Each with its brace and a comma. */
function lengthOf(listed: readonly ListedBytes[]): number {
  let length = 0;
  for (const { start, end } of listed) length += end - start + 2;
  return length;
}

function* partsOf(head: string, listed: readonly ListedBytes[], scratch?: Buffer): Generator<Buffer> {
  yield Buffer.from(head);
  for (let at = 0; at < listed.length; ) {
    const first = at;
    for (let size = 0; at < listed.length && size < PART; at += 1) size += sizeOf(listed[at]);
    const items = listed.slice(first, at);
    const size = lengthOf(items) - (first === 0 ? 1 : 0);
    const part = scratch !== undefined && size <= scratch.length ? scratch.subarray(0, size) : undefined;
    yield joined(items, part ?? Buffer.allocUnsafeSlow(size));
  }
  yield Buffer.from(TAIL);
}

function sizeOf(item: ListedBytes | undefined): number {
  return item === undefined ? 0 : item.end - item.start;
}

/** Fills the part; it has room for a comma before the first item, unless that is the first of all. */
function joined(listed: readonly ListedBytes[], part: Buffer): Buffer {
  const isFirst = part.length < lengthOf(listed);
  let at = 0;
  for (const { bytes, start, end } of listed) {
    if (!isFirst || at > 0) part[at++] = COMMA;
    part[at++] = BRACE;
    at += bytes.copy(part, at, start, end);
  }
  return part;
}
