/** Against the program `diff` itself, where it is there. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../../testkit/temporary-folder.ts';
import { unifiedDiff } from './unified-diff.ts';

const NAMES = { before: 'a', after: 'b' };
const hasTools = spawnSync('patch', ['--version']).status === 0;

function text(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

test('changes near one another share their surroundings; others have their own', () => {
  const old = Array.from({ length: 20 }, (_, index) => `${index}`);
  const fresh = old.flatMap((line) =>
    line === '2' ? [] : line === '8' ? ['8', 'new'] : line === '19' ? ['end'] : [line],
  );
  expect(unifiedDiff(text(old), text(fresh), NAMES)).toBe(`--- a
+++ b
@@ -1,12 +1,12 @@
 0
 1
-2
 3
 4
 5
 6
 7
 8
+new
 9
 10
 11
@@ -17,4 +17,4 @@
 16
 17
 18
-19
+end
`);
});

test('equal texts, and texts that come and go', () => {
  expect(unifiedDiff('a\n', 'a\n', NAMES)).toBe('');
  expect(unifiedDiff('', 'a\n', NAMES)).toBe('--- a\n+++ b\n@@ -0,0 +1 @@\n+a\n');
  expect(unifiedDiff('a\nb\n', '', NAMES)).toBe('--- a\n+++ b\n@@ -1,2 +0,0 @@\n-a\n-b\n');
});

test.skipIf(!hasTools)('law: patch makes the one text of the other', async () => {
  await using folder = await temporaryFolder();
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', 'd: 1', '- x'), { maxLength: 40 });
  const file = join(folder.path, 'file');
  fc.assert(
    fc.property(lines, lines, (old, fresh) => {
      writeFileSync(file, text(old));
      const input = unifiedDiff(text(old), text(fresh), NAMES);
      const made = execFileSync('patch', ['--silent', '--fuzz=0', '--output=-', file], { input, encoding: 'utf8' });
      return made === text(fresh);
    }),
    { numRuns: 40 },
  );
});
