import { expect, test } from 'vitest';
import { goFlag } from './go-flag.ts';

test.each([
  ['true', '1', [true, true]],
  ['true in capitals', 'TRUE', [true, true]],
  ['false', 'f', [false, false]],
  ['neither leaves what was', 'yes', [false, true]],
  ['nothing leaves what was', undefined, [false, true]],
  ['empty leaves what was', '', [false, true]],
] as const)('%s', (_reason, text, read) => {
  expect([goFlag(text, false), goFlag(text, true)]).toEqual(read);
});
