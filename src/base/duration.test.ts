import { expect, test } from 'vitest';
import { formatDuration, readDuration } from './duration.ts';

test.each([
  ['1h30m', 5_400_000],
  ['1.5s', 1500],
  ['300ms', 300],
  ['-2s', -2000],
  ['0', 0],
  ['.5s', 500],
  ['5', undefined],
  ['', undefined],
  ['1d', undefined],
  ['s', undefined],
  ['1000000000h', undefined],
  [`${'9'.repeat(400)}h`, undefined],
  ['NaN', undefined],
  ['Infinity', undefined],
  ['2562047h', 9_223_369_200_000],
])('%s', (text, milliseconds) => {
  expect(readDuration(text)).toBe(milliseconds);
});

test.each([
  [3_600_000, '1h0m0s'],
  [90_000, '1m30s'],
  [1500, '1.5s'],
  [300, '300ms'],
  [0, '0s'],
  [-2000, '-2s'],
])('%d is written %s', (milliseconds, text) => {
  expect(formatDuration(milliseconds)).toBe(text);
});
