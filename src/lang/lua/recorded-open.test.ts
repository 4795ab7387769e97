/** What gopher-lua 1.1.2 answers with all its libraries open: coroutines, environments, modules; recorded. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { answerOf } from './answer-of.fixture.ts';
import { programOf } from './language-programs.fixture.ts';

interface Recorded {
  readonly part: string;
  readonly result?: Json;
  readonly type?: string;
  readonly error?: string;
}

const OBJECT = { list: [1, 'two'], map: { k: 'v' }, text: 'abc' };
const OPEN = ['table', 'io', 'os', 'string', 'math', 'debug', 'channel', 'coroutine'] as const;
const recorded = JSON.parse(
  readFileSync(new URL('testdata/recorded-open.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

test('parts of programs note what was recorded', () => {
  const answers = recorded.map(({ part }) => ({ part, ...answerOf(programOf([part]), OBJECT, OPEN) }));
  expect(answers).toEqual(recorded);
});
