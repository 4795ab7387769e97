import { expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { printUntyped } from './print-untyped.ts';

test.each<readonly [string, Json, string]>([
  ['members in byte order', { b: 'x', a: { c: true } }, 'map[a:map[c:true] b:x]'],
  ['a list with nothing in a place', [1, 'a', null, {}], '[1 a <nil> map[]]'],
  ['a large number', 1e30, '1e+30'],
  ['a small number', 0.00001, '1e-05'],
  ['a fraction', 1.5, '1.5'],
])('%s', (_, value, text) => {
  expect(printUntyped(value)).toBe(text);
});
