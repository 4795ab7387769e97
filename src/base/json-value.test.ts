import { expect, test } from 'vitest';
import { memberAt, textAt } from './json-value.ts';

test('a key that a prototype would answer is absent', () => {
  expect(memberAt({}, 'constructor')).toBeUndefined();
});

test('paths through lists and objects', () => {
  expect(textAt({ a: [{ b: 'x' }] }, 'a', 0, 'b')).toBe('x');
  expect(textAt({ a: [{ b: 1 }] }, 'a', 0, 'b')).toBeUndefined();
});
