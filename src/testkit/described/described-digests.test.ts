import { expect, test } from 'vitest';
import { describedDigests } from './described-digests.ts';

test('the order of members says nothing, that of a list and of a text does', () => {
  const one = describedDigests({ a: { x: 1, y: [1, 2] }, b: '{"x":1,"y":2}' });
  const other = describedDigests({ a: { y: [1, 2], x: 1 }, b: '{"y":2,"x":1}' });
  expect(other['a']).toBe(one['a']);
  expect(other['b']).not.toBe(one['b']);
  expect(describedDigests({ a: { x: 1, y: [2, 1] } })['a']).not.toBe(one['a']);
});
