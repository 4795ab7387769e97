/** What Go 1.26's text/template answers to many small templates, recorded. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { answerOf } from './answer-of.fixture.ts';

interface Recorded {
  readonly about: string;
  readonly template: string;
  readonly options?: readonly string[];
  readonly output?: string;
  readonly error?: string;
}

const { values, cases } = JSON.parse(readFileSync(new URL('testdata/recorded.json', import.meta.url), 'utf8')) as {
  readonly values: Json;
  readonly cases: readonly Recorded[];
};

test.each([...new Set(cases.map((one) => one.about))])('%s', (about) => {
  const recorded = cases.filter((one) => one.about === about);
  const answers = recorded.map(({ template, options = [] }) => {
    const shown = options.length > 0 ? { about, template, options } : { about, template };
    return { ...shown, ...answerOf({ template, options, values }) };
  });
  expect(answers).toEqual(recorded);
});
