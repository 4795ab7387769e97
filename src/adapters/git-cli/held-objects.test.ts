import { expect, test } from 'vitest';
import { ByteLru } from '../../base/byte-lru.ts';
import type { BatchObject } from './batch-answers.ts';
import { holdObjects } from './held-objects.ts';

const object = (oid: string, bytes = 10): BatchObject => ({ oid, type: 'tree', content: Buffer.alloc(bytes) });

test('what was added is there, for its own mirror', () => {
  const memory = new ByteLru<BatchObject>(10_000);
  const [one, other] = [holdObjects(memory, 'one'), holdObjects(memory, 'other')];
  const tree = object('a');
  one.add(tree);
  expect([one.get('a'), other.get('a')]).toEqual([tree, undefined]);
});

test('pinned objects stay whatever the room, and then while there is some', () => {
  const memory = new ByteLru<BatchObject>(1_000);
  const held = holdObjects(memory, 'one');
  const objects = Array.from({ length: 10 }, (_, index) => object(`o${index}`, 300));
  const unpin = held.pin(objects);
  expect(objects.map(({ oid }) => held.get(oid))).toEqual(objects);
  expect(memory.used).toBe(0);
  unpin();
  expect(objects.filter(({ oid }) => held.get(oid) !== undefined).length).toBe(2);
  expect(memory.used).toBeLessThanOrEqual(1_000);
});

test('what is large is not kept beside others', () => {
  const held = holdObjects(new ByteLru<BatchObject>(10_000_000), 'one');
  held.add(object('a', 200 * 1024));
  expect(held.get('a')).toBeUndefined();
});

test('after clearing nothing is there, of what was pinned neither', () => {
  const held = holdObjects(new ByteLru<BatchObject>(10_000), 'one');
  held.add(object('a'));
  const unpin = held.pin([object('b')]);
  held.clear();
  unpin();
  expect([held.get('a'), held.get('b')]).toEqual([undefined, undefined]);
});
