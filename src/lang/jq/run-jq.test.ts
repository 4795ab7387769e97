/** Budgets, and that nothing outside is reached. */
import { expect, test } from 'vitest';
import { compileJq, runJq } from './run-jq.ts';

const LIMITS = { steps: 100_000, cells: 1_000_000, depth: 500, now: 1_700_000_000 };

test.each([
  ['endless loop', 'until(false; .)', 'too many steps'],
  ['endless outputs', 'repeat(1)', 'too many steps'],
  ['endless recursion', 'def f: f; f', 'too deep'],
  ['recursion after outputs', 'def f: 1, f; f', 'too deep'],
  ['recursion in arguments', 'def f(g): f(g | g); f(.)', 'too deep'],
  ['doubling text', 'reduce range(100) as $i ("x"; . + .)', 'too large'],
  ['doubling list', 'reduce range(100) as $i ([1]; . + .)', 'too large'],
  ['long text', '"x" * 1e12', 'too large'],
  ['far index', '[] | .[100000000] = 1', 'too large'],
  ['products', '[range(1000)] | [combinations(5)]', 'too'],
  ['nested loops', '[range(100000) | range(100000)] | length', 'too many steps'],
  ['paths without end', '[path(def f: .a | f; f)]', 'too deep'],
])('%s ends', (_name, program, why) => {
  expect(() => runJq(compileJq(program), null, LIMITS)).toThrow(why);
});

test('a pattern that explodes elsewhere is matched in linear time', () => {
  expect(runJq(compileJq('test("^(a+)+$")'), `${'a'.repeat(20_000)}b`, LIMITS)).toEqual([false]);
});

test('time is asked for while it runs', () => {
  let asked = 0;
  const limits = { ...LIMITS, expired: () => ++asked > 3 };
  expect(() => runJq(compileJq('repeat(1)'), null, limits)).toThrow('takes too long');
});

test.each([
  ['environment', '[env, $ENV]', [[{}, {}]]],
  ['inputs', '[inputs]', [[]]],
  ['clock', 'now', [1_700_000_000]],
])('%s', (_name, program, expected) => {
  expect(runJq(compileJq(program), null, LIMITS)).toEqual(expected);
});

test.each(['__proto__', 'constructor', 'toString', 'hasOwnProperty'])('%s is a key like any other', (key) => {
  expect(runJq(compileJq(`[.${key}, has("${key}")]`), {}, LIMITS)).toEqual([[null, false]]);
  const [made] = runJq(compileJq(`.${key} = 1 | [has("${key}"), keys]`), {}, LIMITS);
  expect(made).toEqual([true, [key]]);
});

test('the input is left as it is', () => {
  const input = Object.freeze({ a: Object.freeze([1, 2]) });
  expect(runJq(compileJq('.a[0] = 9 | del(.a[1])'), input, LIMITS)).toEqual([{ a: [9] }]);
  expect(input).toEqual({ a: [1, 2] });
});
