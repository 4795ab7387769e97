/** What Go's text/template does with structs, methods, named types and nils that have a type, recorded. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import { Budget, functionTable } from '../go-value/index.ts';
import { compileTemplates } from './index.ts';
import { TYPED_DATA, TYPED_FUNCTIONS } from './typed-data.fixture.ts';

interface Recorded {
  readonly template: string;
  readonly output?: string;
  readonly error?: string;
}

const recorded = JSON.parse(
  readFileSync(new URL('testdata/typed.json', import.meta.url), 'utf8'),
) as readonly Recorded[];

function answerOf(template: string): Recorded {
  try {
    const set = compileTemplates([{ name: 't', text: template }], functionTable(TYPED_FUNCTIONS));
    const inputs = { budget: new Budget(), now: () => 0n, random: (bytes: number) => new Uint8Array(bytes) };
    return { template, output: set.execute('t', TYPED_DATA, inputs) };
  } catch (error) {
    if (error instanceof AppError) return { template, error: error.message };
    throw error;
  }
}

test('typed values behave as recorded', () => {
  expect(recorded.map(({ template }) => answerOf(template))).toEqual(recorded);
});
