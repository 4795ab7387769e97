import { expect, test } from 'vitest';
import { addCounts, formatCounts, parseCounts } from './counts.ts';

test('a closing line is written and read again', () => {
  const counts = { passed: 3, failed: 1, skipped: 2 };
  expect(parseCounts(`noise\n${formatCounts(counts)}\n`)).toEqual(counts);
});

test('a run that died without a closing line has failed', () => {
  expect(parseCounts('Segmentation fault')).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test('counts add up', () => {
  expect(addCounts({ passed: 1, failed: 0, skipped: 2 }, { passed: 3, failed: 1, skipped: 0 })).toEqual({
    passed: 4,
    failed: 1,
    skipped: 2,
  });
});
