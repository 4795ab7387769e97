import fc from 'fast-check';
import { expect, test } from 'vitest';
import { canonicalQuantity, compareQuantities, formatQuantity, milliValue, parseQuantity } from './quantity.ts';

const canonical: readonly (readonly [string | number, string])[] = [
  ['0.5', '500m'],
  ['1000m', '1'],
  ['1500m', '1500m'],
  ['1.5', '1500m'],
  [2, '2'],
  ['1000', '1k'],
  ['1200', '1200'],
  ['1024Ki', '1Mi'],
  ['0.5Gi', '512Mi'],
  ['512Ki', '512Ki'],
  ['1Ki', '1Ki'],
  ['0.5Ki', '512'],
  ['1.5Gi', '1536Mi'],
  ['2e3', '2e3'],
  ['1E3', '1e3'],
  ['0', '0'],
  ['0Gi', '0'],
  ['-1.5', '-1500m'],
  ['1n', '1n'],
  ['0.0000000001', '1n'],
  ['.5', '500m'],
  ['100000000000000000000', '9223372036854775807'],
];

test.each(canonical)('%s is %s', (text, result) => {
  expect(canonicalQuantity(text)).toBe(result);
});

test.each(['', 'x', '1x', '1 Gi', '--1', '1KiB'])('%j is no quantity', (text) => {
  expect(parseQuantity(text)).toBeUndefined();
});

test('the canonical form is the same number', () => {
  const texts = fc
    .tuple(fc.integer({ min: -99999, max: 99999 }), fc.constantFrom('', 'm', 'k', 'Mi', 'Gi', 'e2', 'u'))
    .map(([number, suffix]) => `${number}${suffix}`);
  fc.assert(
    fc.property(texts, (text) => {
      const quantity = parseQuantity(text) ?? { digits: -1n, scale: 0, form: 'decimal' };
      const again = parseQuantity(formatQuantity(quantity)) ?? quantity;
      expect(compareQuantities(quantity, again)).toBe(0);
      expect(formatQuantity(again)).toBe(formatQuantity(quantity));
    }),
  );
});

test('thousandths', () => {
  expect(milliValue(parseQuantity('1.5') ?? { digits: 0n, scale: 0, form: 'decimal' })).toBe(1500n);
});
