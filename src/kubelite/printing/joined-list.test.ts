import { expect, test } from 'vitest';
import { wholeBody } from '../requests/api-request.ts';
import { StoredObject } from '../storage/stored-object.ts';
import { joinedList } from './joined-list.ts';

const HEAD = '{"kind":"ConfigMapList","apiVersion":"v1","metadata":{},"items":[';

function listOf(sizes: readonly number[]) {
  return sizes.map((size, index) => {
    const metadata = { name: `m-${index}` };
    return new StoredObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { text: 'ä'.repeat(size / 2) } }, 7);
  });
}

const cases = [
  { why: 'nothing', sizes: [], parts: 1 },
  { why: 'one object', sizes: [10], parts: 1 },
  { why: 'a few', sizes: [10, 20, 30], parts: 1 },
  { why: 'more than stands in one piece', sizes: Array.from({ length: 300 }, () => 20_000), parts: 8 },
  { why: 'objects longer than the scratch memory', sizes: [10, 3_000_000, 10, 3_000_000], parts: 4 },
];

test.each(cases)('a list of $why', ({ sizes, parts }) => {
  const items = listOf(sizes);
  for (const typed of [true, false]) {
    const wanted = items.map((item) => {
      const { kind, apiVersion, ...rest } = item.object;
      return typed ? { kind, apiVersion, ...rest } : rest;
    });
    const text = `${HEAD}${wanted.map((item) => JSON.stringify(item)).join(',')}]}\n`;
    const body = joinedList(HEAD, items, { typed });
    expect(body.length).toBe(Buffer.byteLength(text));
    expect(wholeBody({ kind: 'full', status: 200, headers: {}, body }).equals(Buffer.from(text))).toBe(true);
    if (body instanceof Uint8Array) continue;
    const copied = [...copiesOf(body.parts(Buffer.alloc(2 * 1024 * 1024)))];
    expect(copied).toHaveLength(parts);
    expect(Buffer.concat(copied).equals(Buffer.from(text))).toBe(true);
  }
});

/** Each part as it is when it is given. */
function* copiesOf(parts: Iterable<Uint8Array>): Generator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}
