/** Programs answer as gojq answered them. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { type JqAnswer, ourAnswer } from './our-answer.fixture.ts';

interface Recorded extends JqAnswer {
  /** Absent: the usual one. */
  readonly input?: Json;
  readonly program: string;
}

const recorded = ['answers.json', 'inputs.json'].flatMap(
  (file) => JSON.parse(readFileSync(new URL(`testdata/${file}`, import.meta.url), 'utf8')) as readonly Recorded[],
);

/** Where we do otherwise, and why. */
const ACCEPTED: Readonly<Record<string, string>> = {
  '-0.0': 'a whole number has no sign at zero',
  '[-0.0]|.[0]*1': 'a whole number has no sign at zero',
};

/** The words for a text that is no JSON or no date are those of other libraries; what comes before them is the same. */
const OTHER_WORDS = /(fromjson cannot be applied to .*?|strptime\(.*?\) cannot be applied to .*?): .*$/;

const comparable = ({ outputs, error }: JqAnswer): JqAnswer => {
  const texts = outputs.map((text) => text.replace(OTHER_WORDS, '$1'));
  return error === undefined ? { outputs: texts } : { outputs: texts, error: error.replace(OTHER_WORDS, '$1') };
};

test.each(recorded.filter(({ program }) => !Object.hasOwn(ACCEPTED, program)))(
  '$program',
  ({ program, input, ...expected }) => {
    expect(comparable(ourAnswer(program, input))).toEqual(comparable(expected));
  },
);
