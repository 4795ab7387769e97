import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compileGlob, matchesGlob } from './glob.ts';

test.each([
  ['a star without separators crosses everything', '*', 'team/app', '', true],
  ['a star stops at a separator', 'https://git/*', 'https://git/team/app', '/', false],
  ['two stars cross separators', 'https://git/**', 'https://git/team/app', '/', true],
  ['a star may be empty', 'app*', 'app', '', true],
  ['a question mark is exactly one', 'a?', 'a', '', false],
  ['a question mark is no separator', 'a?b', 'a/b', '/', false],
  ['alternatives', '{dev,stage}-*', 'stage-1', '', true],
  ['alternatives that are missing', '{dev,stage}-*', 'prod-1', '', false],
  ['a range', 'node-[0-9]', 'node-7', '', true],
  ['a negated class', 'node-[!0-9]', 'node-7', '', false],
  ['an escaped star is a star', 'a\\*', 'ab', '', false],
  ['an unclosed class matches nothing', 'a[', 'a[b', '', false],
  ['dots are only dots', 'a.c', 'abc', '', false],
  ['the whole text has to match', 'app', 'apple', '', false],
])('%s', (_reason, pattern, text, separators, expected) => {
  expect(matchesGlob(pattern, text, separators)).toBe(expected);
});

test('a text without special characters matches itself and nothing longer', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z0-9./-]{1,12}$/), (text) => {
      const matches = compileGlob(text, '/');
      return matches(text) && !matches(`${text}x`);
    }),
  );
});

test('many stars stay linear', () => {
  const pattern = `${'*a'.repeat(60)}b`;
  expect(compileGlob(pattern)('a'.repeat(2000))).toBe(false);
});
