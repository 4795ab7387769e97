/** Random calls of every function: type, value, JSON and the words of errors are sprig's own. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { askOracle, oraclePath } from '../../testkit/line-oracle.ts';
import { compileTemplates } from '../go-template/index.ts';
import { Budget, type FunctionTable, fromJson } from '../go-value/index.ts';
import { countingBytes } from './call.fixture.ts';
import { comparableFunctions, DATA, randomCall, type Words } from './random-calls.fixture.ts';
import { sprigTable } from './sprig-functions.ts';

const oracle = oraclePath('gotmpl');
const WORDS: Words = JSON.parse(readFileSync(new URL('testdata/words.json', import.meta.url), 'utf8'));
const RUNS = Number(process.env['SPRIG_FUZZ_RUNS'] ?? 60);
const SEED = Number(process.env['SPRIG_FUZZ_SEED'] ?? 11);

test.skipIf(oracle === undefined)('random calls do as in sprig', { timeout: 300_000 }, () => {
  const table = sprigTable();
  const texts = comparableFunctions(table).flatMap((func) =>
    fc.sample(randomCall(func, WORDS), { numRuns: RUNS, seed: SEED }),
  );
  const answers = askOracle(
    oracle ?? '',
    texts.map((template) => ({ template, values: DATA, funcs: 'sprig' })),
  );
  const differing = texts.flatMap((text, index) => {
    const expected = answers[index] ?? {};
    const got = answerOf(text, table);
    return got.error === expected['error'] && got.output === (expected['output'] ?? undefined)
      ? []
      : [{ text, expected, got }];
  });
  expect(differing.slice(0, 5)).toEqual([]);
});

interface Answer {
  readonly output?: string;
  readonly error?: string;
}

function answerOf(text: string, table: FunctionTable): Answer {
  const inputs = { budget: new Budget(), now: () => 1_700_000_000_000_000_000n, random: countingBytes() };
  try {
    return {
      output: compileTemplates([{ name: 't', text }], table)
        .execute('t', fromJson(DATA), inputs)
        .toWellFormed(),
    };
  } catch (error) {
    if (error instanceof AppError) return { error: error.message };
    throw error;
  }
}
