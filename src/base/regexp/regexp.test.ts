import { expect, test } from 'vitest';
import { compilePattern } from './regexp.ts';

test('anywhere or the whole text', () => {
  const pattern = compilePattern('^a+|b$');
  expect(pattern?.matches('xb')).toBe(true);
  expect(pattern?.matchesWhole('xb')).toBe(false);
});

test.each(['(', 'a(?=b)', '(a)\\1', 'x'.repeat(20_000)])('not RE2: %#', (source) => {
  expect(compilePattern(source)).toBeUndefined();
});

test('what would be exponential elsewhere is quick', () => {
  expect(compilePattern('^(a+)+$')?.matches(`${'a'.repeat(5_000)}b`)).toBe(false);
});
