import { expect, test } from 'vitest';
import { readEgress } from './configured-egress.ts';

test.each([
  ['', undefined],
  [' ', undefined],
  ['any', 'any'],
  ['public ', 'public'],
])('%j', (text, expected) => {
  expect(readEgress(text)).toBe(expected);
});

test.each(['Public', 'far', 'none', 'public,any'])('%j is no rule, and does not permit everything', (text) => {
  expect(() => readEgress(text)).toThrow(`the rule is any or public, not "${text}"`);
});
