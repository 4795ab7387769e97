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
    parts: () => partsOf(head, listed),
    toString: () => Buffer.concat([...partsOf(head, listed)], length).toString(),
  };
}

/** Each with its brace and a comma. */
function lengthOf(listed: readonly ListedBytes[]): number {
  let length = 0;
  for (const { start, end } of listed) length += end - start + 2;
  return length;
}

function* partsOf(head: string, listed: readonly ListedBytes[]): Generator<Buffer> {
  yield Buffer.from(head);
  for (let at = 0; at < listed.length; ) {
    const first = at;
    for (let size = 0; at < listed.length && size < PART; at += 1) size += sizeOf(listed[at]);
    yield joined(listed.slice(first, at), { isFirst: first === 0 });
  }
  yield Buffer.from(TAIL);
}

function sizeOf(item: ListedBytes | undefined): number {
  return item === undefined ? 0 : item.end - item.start;
}

function joined(listed: readonly ListedBytes[], { isFirst }: { readonly isFirst: boolean }): Buffer {
  const part = Buffer.allocUnsafeSlow(lengthOf(listed) - (isFirst ? 1 : 0));
  let at = 0;
  for (const { bytes, start, end } of listed) {
    if (!isFirst || at > 0) part[at++] = COMMA;
    part[at++] = BRACE;
    at += bytes.copy(part, at, start, end);
  }
  return part;
}
