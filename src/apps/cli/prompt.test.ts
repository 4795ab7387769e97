import { expect, test } from 'vitest';
import { askToProceed } from './prompt.ts';

test.each<[string, readonly string[], boolean]>([
  ['yes by its letter', ['y'], true],
  ['yes as a word, whatever its case', [' YES '], true],
  ['no by its letter', ['n'], false],
  ['no as a word', ['no'], false],
  ['anything else is asked again', ['', 'maybe', 'y'], true],
])('%s', async (_reason, lines, wanted) => {
  const asked: string[] = [];
  const rest = [...lines];
  const readLine = async (question: string) => {
    asked.push(question);
    return rest.shift();
  };
  expect(await askToProceed('Go on? ', readLine)).toBe(wanted);
  expect(asked).toEqual(lines.map(() => 'Go on? '));
});

test('where nobody answers nothing is done', async () => {
  await expect(askToProceed('Go on? ', async () => undefined)).rejects.toMatchObject({ code: 'cli.no-answer' });
});
