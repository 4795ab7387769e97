import { expect, test } from 'vitest';
import { randomLines } from './random-lines.ts';

test('every line is of the language of sessions, and the same seed gives the same', () => {
  const session = randomLines(3, 200);
  const commands = session.steps.filter((step) => step.kind === 'command');
  expect(commands.length).toBe(202);
  expect(session.namespace).toBe('lines-3');
  expect(randomLines(3, 200)).toEqual(session);
  expect(randomLines(4, 200)).not.toEqual(session);
});
