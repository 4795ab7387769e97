import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { type BodyHolder, FreshBodies } from './fresh-bodies.ts';
import { packBody, unpackBody } from './packed-body.ts';

function body(name: string, text: string): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { text } } as KubeObject;
}

function holders(count: number): readonly BodyHolder[] {
  return Array.from({ length: count }, () => ({ body: undefined }));
}

test('the newest stay as they came, older ones are packed, and all say the same', () => {
  const fresh = new FreshBodies(2_500);
  const all = holders(4);
  const bodies = all.map((_, at) => body(`b${at}`, 'x'.repeat(1_000)));
  for (const [at, holder] of all.entries()) fresh.keep(holder, bodies[at] as KubeObject);
  expect(all.map((holder) => typeof holder.body)).toEqual(['string', 'string', 'object', 'object']);
  const read = (held: BodyHolder['body']) => (typeof held === 'string' ? unpackBody(held) : held);
  expect(all.map((holder) => read(holder.body))).toEqual(bodies);
});

test('what is asked for again stays', () => {
  const fresh = new FreshBodies(2_500);
  const all = holders(3);
  const [first, second, third] = all as [BodyHolder, BodyHolder, BodyHolder];
  fresh.keep(first, body('a', 'x'.repeat(1_000)));
  fresh.keep(second, body('b', 'x'.repeat(1_000)));
  fresh.keep(first, body('a', 'x'.repeat(1_000)));
  fresh.keep(third, body('c', 'x'.repeat(1_000)));
  expect(all.map((holder) => typeof holder.body)).toEqual(['object', 'string', 'object']);
});

test('a large one is packed at once, and what holds nothing any more is left alone', () => {
  const fresh = new FreshBodies(2_500);
  const [large, gone, next] = holders(3) as [BodyHolder, BodyHolder, BodyHolder];
  const text = body('large', 'x'.repeat(100_000));
  fresh.keep(large, text);
  expect(large.body).toBe(packBody(text));
  fresh.keep(gone, body('gone', 'x'.repeat(2_000)));
  gone.body = undefined;
  fresh.keep(next, body('next', 'x'.repeat(2_000)));
  expect([gone.body, typeof next.body]).toEqual([undefined, 'object']);
});
