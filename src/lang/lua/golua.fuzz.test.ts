/** Random programs: the answer and the words of errors are gopher-lua's. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askOracle, oraclePath } from '../../testkit/line-oracle.ts';
import { answerOf } from './answer-of.fixture.ts';
import { programs } from './random-programs.fixture.ts';

const oracle = oraclePath('golua');
const OBJECT = { list: [1, 'two', { three: 3 }], map: { k: 'v' }, text: 'héllo (world)' };
const RUNS = Number(process.env['LUA_FUZZ_RUNS'] ?? 3000);
const SEED = Number(process.env['LUA_FUZZ_SEED'] ?? 7);

test.skipIf(oracle === undefined)('random programs do as in gopher-lua', { timeout: 120_000 }, () => {
  const scripts = fc.sample(programs, { numRuns: RUNS, seed: SEED });
  const answers = askOracle(
    oracle ?? '',
    scripts.map((script) => ({ script, obj: OBJECT })),
  );
  const differing = scripts.flatMap((script, index) => {
    const expected = comparable(answers[index] ?? {});
    const got = comparable(answerOf(script, OBJECT));
    return isDeepStrictEqual(got, expected) ? [] : [{ script, expected, got }];
  });
  expect(differing.slice(0, 5)).toEqual([]);
});

/** Without addresses, and with the words of Go's runtime for what it cannot do taken as one. */
function comparable(answer: object): unknown {
  const text = JSON.stringify(answer).replace(/0x[0-9a-f]+/g, '0x0');
  const { error, ...rest } = JSON.parse(text) as { error?: string };
  return error === undefined ? rest : { error: error.trimEnd() };
}
