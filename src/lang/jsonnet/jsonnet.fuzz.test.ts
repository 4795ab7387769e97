/** Random programs do as in go-jsonnet's command: output, errors and traces to the byte. */
import { execFile } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { oraclePath } from '../../testkit/line-oracle.ts';
import { snippetOutcome } from './command-outcome.fixture.ts';
import { brokenPrograms } from './generated/broken-programs.fixture.ts';
import { deepPrograms } from './generated/deep-programs.fixture.ts';
import { formatted, numberFormats } from './generated/formats.fixture.ts';
import { functionPrograms } from './generated/functions.fixture.ts';
import { grammarPrograms } from './generated/grammar.fixture.ts';
import { keyedCalls, libraryCalls } from './generated/library-calls.fixture.ts';
import { objectSums } from './generated/object-sums.fixture.ts';
import { numberPrograms, operations } from './generated/operations.fixture.ts';
import { readings, textPrograms } from './generated/texts.fixture.ts';
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
  ['that call the library with anything', libraryCalls],
  ['that sort and compare by keys', keyedCalls],
  ['of operators between anything', operations],
  ['of numbers at the ends of their range', numberPrograms],
  ['of formats', formatted],
  ['of formats of numbers', numberFormats],
  ['of odd texts', textPrograms],
  ['that read what almost is data', readings],
  ['of the whole grammar', grammarPrograms],
  ['of sums of objects', objectSums],
  ['of functions with odd parameters', functionPrograms],
  ['with a token too many or too few', brokenPrograms],
  ['as deep as they may be', deepPrograms],
])('programs %s do as in go-jsonnet', { timeout: 600_000 }, async (_kind, kind) => {
  const sampled = fc.sample(kind, { numRuns: RUNS, seed: SEED });
  const differing: object[] = [];
  for (let start = 0; start < sampled.length; start += AT_ONCE) {
    const batch = sampled.slice(start, start + AT_ONCE);
    const answers = await Promise.all(batch.map((program) => ask(oracle ?? '', program)));
    for (const [index, program] of batch.entries()) {
      const got = snippetOutcome(program);
      if (got !== answers[index] && !isItsOwnCrash(answers[index]) && !(await isAnotherAnswer(program, got)))
        differing.push({ program, expected: answers[index], got });
    }
  }
  expect(differing.slice(0, 5)).toEqual([]);
});

/** Which of several bad arguments a `tailstrict` call meets first is chance in go-jsonnet: it goes through a map of Go. */
async function isAnotherAnswer(program: string, got: string): Promise<boolean> {
  if (!program.includes('tailstrict')) return false;
  const answers = await Promise.all(Array.from({ length: 40 }, () => ask(oracle ?? '', program)));
  return new Set(answers).size > 1 && answers.includes(got);
}

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
