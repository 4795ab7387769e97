import { expect, test } from 'vitest';
import type { ApplicationStatus } from '../../api/application/fields.ts';
import { withinBudget } from './report-budget.ts';

const row = (name: string, status: 'Synced' | 'OutOfSync') => ({ kind: 'ConfigMap', name, version: 'v1', status });
const many = (count: number, status: 'Synced' | 'OutOfSync') =>
  Array.from({ length: count }, (_, at) => row(`${status}-${at}`, status));

test('a status that fits stays as it is', () => {
  const status: ApplicationStatus = { resources: many(3, 'Synced') };
  expect(withinBudget(status, 10_000)).toBe(status);
});

test('what is in sync goes first, and a condition says how much', () => {
  const status: ApplicationStatus = { resources: [...many(100, 'Synced'), ...many(2, 'OutOfSync')] };
  const small = withinBudget(status, 2_000);
  expect(small.resources).toEqual(many(2, 'OutOfSync'));
  expect(small.conditions).toMatchObject([
    { type: 'ExcludedResourceWarning', message: expect.stringContaining('leaves out 100 resources') },
  ]);
});

test('then the rest, as far as it does not fit', () => {
  const small = withinBudget({ resources: many(100, 'OutOfSync') }, 2_000);
  const kept = small.resources?.length ?? 0;
  expect(kept).toBeGreaterThan(5);
  expect(kept).toBeLessThan(40);
  expect(small.conditions).toMatchObject([{ message: expect.stringContaining(`leaves out ${100 - kept} resources`) }]);
});
