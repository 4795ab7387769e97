import { expect, test } from 'vitest';
import { randomDefinition } from './random-definitions.ts';
import { randomPolicy } from './random-policies.ts';

test.each([
  ['definitions', randomDefinition],
  ['policies', randomPolicy],
] as const)('the same number gives the same %s, and another number others', (_, draw) => {
  expect(draw(3)).toEqual(draw(3));
  expect(draw(3)).not.toEqual(draw(4));
});
