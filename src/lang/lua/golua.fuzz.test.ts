/** Random programs: the answer and the words of errors are gopher-lua's. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { askOracle, oraclePath } from '../../testkit/line-oracle.ts';
import { answerOf } from './answer-of.fixture.ts';
import { coroutinePrograms, languagePrograms, openPrograms } from './language-programs.fixture.ts';
import { programs } from './random-programs.fixture.ts';

const oracle = oraclePath('golua');
const OBJECT = { list: [1, 'two', { three: 3 }], map: { k: 'v' }, text: 'héllo (world)' };
const RUNS = Number(process.env['LUA_FUZZ_RUNS'] ?? 10_000);
const SEED = Number(process.env['LUA_FUZZ_SEED'] ?? 7);

const OPEN = ['table', 'string', 'math', 'os', 'coroutine', 'debug', 'io', 'channel'] as const;

test.skipIf(oracle === undefined).each([
  ['programs of statements', programs, 'limited', undefined],
  ['programs over the whole language', languagePrograms, 'limited', undefined],
  ['programs with open libraries', openPrograms, 'open', OPEN],
  ['programs of coroutines and environments', coroutinePrograms, 'open', OPEN],
] as const)('random %s do as in gopher-lua', { timeout: 300_000 }, (_what, generator, libs, libraries) => {
  const scripts = fc.sample(generator, { numRuns: RUNS, seed: SEED });
  const answers = askOracle(
    oracle ?? '',
    scripts.map((script) => ({ script, obj: OBJECT, libs })),
  );
  const differing = scripts.flatMap((script, index) => {
    const expected = comparable(answers[index] ?? {});
    // Where Go's runtime panics within gopher-lua there is nothing to be equal to.
    if (JSON.stringify(expected).includes('runtime error: ')) return [];
    const got = comparable(answerOf(script, OBJECT, libraries));
    return isDeepStrictEqual(got, expected) ? [] : [{ script, expected, got }];
  });
  expect(differing.slice(0, 5)).toEqual([]);
});

/** Without addresses. */
function comparable(answer: object): unknown {
  const text = JSON.stringify(answer).replace(/0x[0-9a-f]+/g, '0x0');
  const { error, ...rest } = JSON.parse(text) as { error?: string };
  return error === undefined ? rest : { error: error.trimEnd() };
}
