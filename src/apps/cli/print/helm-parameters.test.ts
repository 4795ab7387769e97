import { expect, test } from 'vitest';
import { helmParameters } from './helm-parameters.ts';

test.each([
  ['no chart', { repoURL: 'r' }, ''],
  ['a chart without parameters', { repoURL: 'r', helm: {} }, '\n\nNAME  VALUE\n'],
  [
    'long values are cut',
    { repoURL: 'r', helm: { parameters: [{ name: 'greeting', value: 'x'.repeat(81) }] } },
    `\n\nNAME      VALUE\ngreeting  ${'x'.repeat(77)}...\n`,
  ],
])('%s', (_reason, source, expected) => {
  expect(helmParameters(source)).toBe(expected);
});
