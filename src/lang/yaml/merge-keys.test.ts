import { expect, test } from 'vitest';
import { applyMergeKeys, MERGE_KEY } from './merge-keys.ts';

const OPTIONS = { profile: 'yaml3', maxKeys: 1000 } as const;

test('later keys win over those that are merged, and lists of maps are merged from the left', () => {
  const [one, two] = [
    { a: 1, b: 1 },
    { b: 2, c: 2 },
  ];
  expect(applyMergeKeys({ [MERGE_KEY]: [one, two], c: 3 }, OPTIONS)).toEqual({ a: 1, b: 1, c: 3 });
});

test('an object without a merge stays the same one', () => {
  const value = { a: [{ b: 1 }] };
  expect(applyMergeKeys(value, OPTIONS)).toBe(value);
});

/** Row 143: repeated merges of one large map are quadratic. */
test('merges that copy more keys than may be are refused', () => {
  const large = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`k${index}`, index]));
  const merged = (times: number) =>
    applyMergeKeys({ [MERGE_KEY]: Array.from({ length: times }, () => large) }, OPTIONS);
  expect(merged(9)).toEqual(large);
  expect(() => merged(10)).toThrow('document contains excessive aliasing');
});
