/** Random programs: outputs are gojq's, and so is the error that ends them, to the word. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { answerOfGojq } from '../../testkit/ask-gojq.ts';
import { oraclePath } from '../../testkit/line-oracle.ts';
import { type JqAnswer, ourAnswer } from './our-answer.fixture.ts';
import { programs } from './random-programs.fixture.ts';

const gojq = oraclePath('gojq');
const RUNS = Number(process.env['JQ_FUZZ_RUNS'] ?? 2000);
const SEED = Number(process.env['JQ_FUZZ_SEED'] ?? 7);

test.skipIf(gojq === undefined)('random programs do as in gojq', { timeout: 300_000 }, () => {
  const differing = fc.sample(programs, { numRuns: RUNS, seed: SEED }).flatMap((program) => {
    const ours = ourAnswer(program);
    if (ours.error === 'jq.exhausted') return [];
    const theirs = answerOfGojq(gojq ?? '', program);
    return isDeepStrictEqual(comparable(ours), comparable(theirs)) ? [] : [{ program, theirs, ours }];
  });
  expect(differing.slice(0, 5)).toEqual([]);
});

/** The sign of zero is not kept. Words are the same, too. */
function comparable({ outputs, error }: JqAnswer): JqAnswer {
  const texts = outputs.map((text) => text.replace(/(?<![\d.])-0(?![\d.])/g, '0'));
  return error === undefined ? { outputs: texts } : { outputs: texts, error };
}
