/** Random templates: output and words of errors are those of Go's text/template. */
import { expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { askOracle, oraclePath } from '../../testkit/line-oracle.ts';
import { answerOf } from './answer-of.fixture.ts';
import { randomCase } from './random-templates.fixture.ts';

const oracle = oraclePath('gotmpl');
const RUNS = Number(process.env['TEMPLATE_FUZZ_RUNS'] ?? 10_000);
const SEED = Number(process.env['TEMPLATE_FUZZ_SEED'] ?? 1);

test.skipIf(oracle === undefined)(`${RUNS} random templates (seed ${SEED}) do as in Go`, { timeout: 300_000 }, () => {
  const cases = Array.from({ length: RUNS }, (_, index) => randomCase(SEED, index));
  const answers = askOracle(
    oracle ?? '',
    cases.map((random) => ({ ...random, funcs: 'plain' })),
  );
  const differing = cases.flatMap((random, index) => {
    const expected = withoutAddresses(answers[index] ?? {});
    const got = withoutAddresses(answerOf(random));
    return JSON.stringify(got) === JSON.stringify(expected) ? [] : [{ index, ...random, expected, got }];
  });
  expect(differing.slice(0, 5)).toEqual([]);
});

/** Addresses differ from run to run; Go's strings that are not UTF-8 do not survive JSON. */
function withoutAddresses(answer: object): Json {
  const text = JSON.stringify(answer).replace(/0x[0-9a-f]{8,}/g, '0x0');
  return JSON.parse(text.replace(/\\ud[c-d][0-9a-f]{2}|\\ufffd/g, '\ufffd')) as Json;
}
