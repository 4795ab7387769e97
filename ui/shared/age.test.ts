import { expect, test } from 'vitest';
import { age, ago, shortRevision } from './age.ts';

const now = Date.parse('2026-01-10T12:00:00Z');

test.each([
  ['2026-01-10T11:59:59.5Z', 'now'],
  ['2026-01-10T11:59:52Z', '8s'],
  ['2026-01-10T11:48:00Z', '12m'],
  ['2026-01-10T07:00:00Z', '5h'],
  ['2026-01-07T12:00:00Z', '3d'],
  ['2026-01-11T12:00:00Z', 'now'],
  [null, ''],
  ['nonsense', ''],
])('%s is %s old', (time, expected) => {
  expect(age(time, now)).toBe(expected);
});

test('only whole commit ids are cut', () => {
  expect(shortRevision('0123456789012345678901234567890123456789')).toBe('0123456');
  expect(shortRevision('v1.2.3-rc.1')).toBe('v1.2.3-rc.1');
});

test.each([
  ['2026-01-10T11:59:59.5Z', 'just now'],
  ['2026-01-10T11:48:00Z', '12m ago'],
  [undefined, ''],
])('%s was %s', (time, expected) => {
  expect(ago(time, now)).toBe(expected);
});
