import { expect, test } from 'vitest';
import { matchesDeepPath } from './deep-path-match.ts';

test.each([
  ['two stars are no folder at all', '**/Chart.yaml', 'Chart.yaml', true],
  ['two stars are several folders', '**/Chart.yaml', 'a/b/Chart.yaml', true],
  ['two stars in the middle', 'apps/**/env.yaml', 'apps/x/y/env.yaml', true],
  ['a star is one segment', 'apps/*/env.yaml', 'apps/x/y/env.yaml', false],
  ['two stars at the end are everything below', 'apps/**', 'apps/x/y', true],
  ['another name', '**/Chart.yaml', 'a/Chart.yml', false],
  ['malformed', '[', '[', false],
])('%s', (_reason, pattern, path, expected) => {
  expect(matchesDeepPath(pattern, path)).toBe(expected);
});

test('many double stars stay quick', () => {
  const pattern = `${'**/a/'.repeat(40)}b`;
  expect(matchesDeepPath(pattern, 'a/'.repeat(300))).toBe(false);
});
