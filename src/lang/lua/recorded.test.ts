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
  ['no folders are searched', "return require('nope')", own('module nope not found')],
  ['environments are not changed', 'setfenv(1, {})', own('setfenv is not supported')],
  ['no width from arguments', "return string.format('%*d', 5, 3)", { result: '%!*(int64=5)d', type: 'string' }],
];

function own(message: string) {
  return { error: `<string>:1: ${message}` };
}

test.each(DIFFERENT)('%s', (_reason, script, answer) => {
  expect(answerOf(script, OBJECT)).toEqual(answer);
});
