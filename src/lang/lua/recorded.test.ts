/** What gopher-lua 1.1.2 answers to many small programs, recorded. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { answerOf } from './answer-of.fixture.ts';

interface Recorded {
  readonly script: string;
  readonly result?: Json;
  readonly type?: string;
  readonly error?: string;
}

const OBJECT = { a: [1, 2, { x: 'y' }], s: 'héllo', n: 5.5, t: true, nul: null, e: {}, l: [], m: { k: 'v' } };
const recorded = JSON.parse(
  readFileSync(new URL('testdata/recorded.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

test('programs answer as recorded', () => {
  const answers = recorded.map(({ script }) => ({ script, ...answerOf(script, OBJECT) }));
  expect(answers).toEqual(recorded.map((one) => ('error' in one ? { ...one, error: one.error?.trimEnd() } : one)));
});

/** Where we differ on purpose, or where nothing is gained by being alike. */
const DIFFERENT: readonly (readonly [reason: string, script: string, answer: object])[] = [
  ['tables have no address', 'error({})', { error: 'table: 0x0' }],
  [
    'a yield through pcall ends in an error; Go panics there',
    'local c = coroutine.create(function() return pcall(coroutine.yield, 1) end) local _, ok, e = coroutine.resume(c) return { ok, e }',
    { result: [false, '<string>:1: attempt to yield across metamethod/C-call boundary'], type: 'table' },
  ],
  [
    'a coroutine may be a function of a library',
    'return { coroutine.resume(coroutine.create(type), 1) }',
    { result: [true, 'number'], type: 'table' },
  ],
  [
    'a yield at the very end of a coroutine goes on; Go panics there',
    'local c = coroutine.create(function() return coroutine.yield(1) end) coroutine.resume(c) return { coroutine.resume(c, 2) }',
    { result: [true, 2], type: 'table' },
  ],
  [
    'what a coroutine is not given is nil; there it is no value at all',
    'local c = coroutine.wrap(function() local x = coroutine.yield() return x == nil end) c() return c()',
    { result: true, type: 'boolean' },
  ],
  [
    'a coroutine that waits for another is not resumed; there Go runs out of stack',
    'local a, b a = coroutine.create(function() return coroutine.resume(b) end) b = coroutine.create(function() return coroutine.resume(a) end) return { coroutine.resume(a) }',
    { result: [true, true, false, 'can not resume a thread that waits for another'], type: 'table' },
  ],
  ['no width from arguments', "return string.format('%*d', 5, 3)", { result: '%!*(int64=5)d', type: 'string' }],
];

test.each(DIFFERENT)('%s', (_reason, script, answer) => {
  expect(answerOf(script, OBJECT, ['table', 'string', 'math', 'coroutine'])).toEqual(answer);
});
