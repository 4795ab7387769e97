import { expect, test } from 'vitest';
import { mergeConditions, sameConditions } from './merge-conditions.ts';

const OLD = '2026-01-01T00:00:00Z';
const NOW = '2026-02-01T00:00:00Z';
const BEFORE = [
  { type: 'SyncError', message: 's', lastTransitionTime: OLD },
  { type: 'ComparisonError', message: 'c', lastTransitionTime: OLD },
] as const;

test('types that were not evaluated stay, evaluated ones are replaced, an equal text keeps its time', () => {
  const found = [
    { type: 'ComparisonError', message: 'new' },
    { type: 'ComparisonError', message: 'c' },
    { type: 'ComparisonError', message: 'c' },
  ] as const;
  expect(mergeConditions(BEFORE, found, { evaluated: ['ComparisonError', 'InvalidSpecError'], now: NOW })).toEqual([
    { type: 'ComparisonError', message: 'c', lastTransitionTime: OLD },
    { type: 'ComparisonError', message: 'new', lastTransitionTime: NOW },
    { type: 'SyncError', message: 's', lastTransitionTime: OLD },
  ]);
});

test('what was evaluated and not found goes', () => {
  expect(mergeConditions(BEFORE, [], { evaluated: ['SyncError', 'ComparisonError'], now: NOW })).toEqual([]);
});

test('times do not make a difference', () => {
  expect(sameConditions(BEFORE, BEFORE.map((condition) => ({ ...condition, lastTransitionTime: NOW })).reverse())).toBe(
    true,
  );
  expect(sameConditions(BEFORE, [])).toBe(false);
});
