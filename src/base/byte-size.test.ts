import { expect, test } from 'vitest';
import { byteSize } from './byte-size.ts';

test.each([
  ['plain bytes', '512', 512],
  ['thousands', '100M', 100_000_000],
  ['powers of two', '1Gi', 1_073_741_824],
  ['a fraction', '1.5k', 1500],
  ['nothing', undefined, 7],
  ['no number', 'many', 7],
  ['less than nothing', '-1', 7],
  ['an unknown unit', '1MB', 7],
])('%s', (_reason, text, bytes) => {
  expect(byteSize(text, 7)).toBe(bytes);
});
