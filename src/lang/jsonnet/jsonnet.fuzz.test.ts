/** Random programs do as in go-jsonnet's command: output, errors and traces to the byte. */
import { execFile } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oraclePath } from '../../testkit/line-oracle.ts';
import { snippetOutcome } from './command-outcome.fixture.ts';
import { oddPrograms } from './odd-programs.fixture.ts';
import { programs } from './random-programs.fixture.ts';

const oracle = oraclePath('jsonnet');
const RUNS = Number(process.env['JSONNET_FUZZ_RUNS'] ?? 1500);
const SEED = Number(process.env['JSONNET_FUZZ_SEED'] ?? 11);
const AT_ONCE = 4;
/** Milliseconds. */
const PATIENCE = 20_000;

test.skipIf(oracle === undefined).each([
  ['put together at random', programs],
  ['of odd kinds', oddPrograms],
])('programs %s do as in go-jsonnet', { timeout: 600_000 }, async (_kind, kind) => {
  const sampled = fc.sample(kind, { numRuns: RUNS, seed: SEED });
  const differing: object[] = [];
  for (let start = 0; start < sampled.length; start += AT_ONCE) {
    const batch = sampled.slice(start, start + AT_ONCE);
    const answers = await Promise.all(batch.map((program) => ask(oracle ?? '', program)));
    for (const [index, program] of batch.entries()) {
      const got = snippetOutcome(program);
      if (got !== answers[index] && !isItsOwnCrash(answers[index]))
        differing.push({ program, expected: answers[index], got });
    }
  }
  expect(differing.slice(0, 5)).toEqual([]);
});

/** What the real command writes to both streams; undefined where it comes to no end. */
function ask(path: string, program: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile(path, ['-e', '--', program], { maxBuffer: 1 << 28, timeout: PATIENCE }, (error, output, errors) =>
      resolve(error?.killed === true ? undefined : errors + output),
    );
  });
}

/** Where it fails itself there is nothing to be like. */
function isItsOwnCrash(answer: string | undefined): boolean {
  const crashes = ['INTERNAL ERROR: (CRASH)', 'goroutine stack exceeds'];
  return answer === undefined || crashes.some((text) => answer.includes(text));
}
