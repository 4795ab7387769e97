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

test('alternatives beside one another say what the pattern alone says', () => {
  const part = fc.constantFrom('a', 'b', '/', '*', '**', '?', '[ab]', '[!a]', '\\*');
  const parts = fc.array(part, { maxLength: 8 }).map((all) => all.join(''));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '/', '*', '😀'), maxLength: 10 });
  fc.assert(
    fc.property(parts, text, fc.constantFrom('', '/'), (pattern, subject, separators) => {
      expect(compileGlob(pattern, separators)(subject)).toBe(compileGlob(`{${pattern}}`, separators)(subject));
    }),
    { numRuns: 2000 },
  );
});

/** Row 148: ten thousand characters take no noticeable time. */
test.each<[string, string, string]>([
  ['many stars', `${'*a'.repeat(5000)}b`, 'a'.repeat(10_000)],
  ['stars that cross', `${'**/'.repeat(3300)}x`, 'a/'.repeat(5000)],
  ['a star before much', `*${'a'.repeat(5000)}b`, 'a'.repeat(10_000)],
  ['classes', `${'[a-z]*'.repeat(1600)}!`, 'a'.repeat(10_000)],
  ['alternatives', `${'{a,aa}'.repeat(1600)}b`, 'a'.repeat(300)],
  ['alternatives with stars', `${'{*a,*b}'.repeat(1400)}c`, 'ab'.repeat(500)],
  ['braces in braces', `${'{'.repeat(100_000)}a${'}'.repeat(100_000)}`, 'a'],
])('%s', (_reason, pattern, text) => {
  const began = performance.now();
  expect([compileGlob(pattern)(text), compileGlob(pattern, '/')(text.slice(0, 500))]).toEqual([false, false]);
  expect(performance.now() - began).toBeLessThan(5000);
});
