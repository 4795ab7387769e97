import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { wantedOf } from './words.ts';

const cases = [
  ['files', ['src/a', 'b'], { filters: ['src/a', 'b'], pattern: undefined }],
  ['a pattern of tests before files', ['-t', 'of odd kinds', 'src/a'], { filters: ['src/a'], pattern: 'of odd kinds' }],
  ['a pattern of tests behind files', ['src/a', '-t', 'x'], { filters: ['src/a'], pattern: 'x' }],
  ['no pattern where one belongs', ['src/a', '-t'], undefined],
] as const;

test.each(cases)('%s', (_reason, words, wanted) => expect(wantedOf(words)).toEqual(wanted));

test('only tests of that name run', () => {
  const program = `
    import { runFiles } from './tools/test/run-files.ts';
    const files = { include: ['tools/test/counts.test.ts'], exclude: [] };
    const counts = await runFiles(files, { filters: [], pattern: 'counts add up' });
    process.stderr.write(JSON.stringify(counts));
    process.exit(0);`;
  const { stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' });
  expect(stderr).toContain('{"passed":1,"failed":0,"skipped":2}');
});
