import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalDiff } from './normal-diff.ts';

const cases: readonly { name: string; before: string; after: string; diff: string }[] = [
  { name: 'equal', before: 'a\nb\n', after: 'a\nb\n', diff: '' },
  { name: 'a changed line', before: 'a\nb\nc\n', after: 'a\nx\nc\n', diff: '2c2\n< b\n---\n> x\n' },
  { name: 'created', before: '', after: 'a\nb\n', diff: '0a1,2\n> a\n> b\n' },
  { name: 'removed', before: 'a\nb\n', after: '', diff: '1,2d0\n< a\n< b\n' },
  { name: 'two places', before: 'a\nb\nc\nd\n', after: 'x\nb\nc\nd\ne\n', diff: '1c1\n< a\n---\n> x\n4a5\n> e\n' },
];

test.each(cases)('$name', ({ before, after, diff }) => {
  expect(normalDiff(before, after)).toBe(diff);
});

const hasPatch = spawnSync('patch', ['--version']).status === 0;

test.skipIf(!hasPatch)('patch(1) makes the second text from the first', () => {
  const folder = mkdtempSync(join(tmpdir(), 'normal-diff-'));
  const lines = fc
    .array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 12 })
    .map((list) => list.map((line) => `${line}\n`).join(''));
  try {
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        fc.pre(before !== after && before !== '' && after !== '');
        writeFileSync(join(folder, 'before'), before);
        const result = execFileSync('patch', ['--silent', '--normal', '-o', '-', join(folder, 'before')], {
          input: normalDiff(before, after),
        });
        expect(result.toString()).toBe(after);
      }),
      { numRuns: 40 },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
});
