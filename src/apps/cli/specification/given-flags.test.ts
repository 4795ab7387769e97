import { expect, test } from 'vitest';
import { givenDuration, givenInteger, givenSwitch, givenText, givenTexts } from './given-flags.ts';

const GIVEN = { text: 't', texts: ['a', 'b'], on: true, count: '-3', pause: '90s', odd: 'x' };

test('each kind of flag is read as what it is; another kind is as if not given', () => {
  expect([givenText(GIVEN, 'text'), givenText(GIVEN, 'on'), givenText(GIVEN, 'none')]).toEqual([
    't',
    undefined,
    undefined,
  ]);
  expect([givenTexts(GIVEN, 'texts'), givenTexts(GIVEN, 'text')]).toEqual([['a', 'b'], []]);
  expect([givenSwitch(GIVEN, 'on'), givenSwitch(GIVEN, 'text')]).toEqual([true, undefined]);
  expect([givenInteger(GIVEN, 'count'), givenInteger(GIVEN, 'none')]).toEqual([-3, undefined]);
  expect([givenDuration(GIVEN, 'pause'), givenDuration(GIVEN, 'none')]).toEqual(['1m30s', undefined]);
});

test.each([
  ['no number', () => givenInteger(GIVEN, 'odd'), 'invalid argument "x" for "--odd"'],
  ['no duration', () => givenDuration(GIVEN, 'odd'), 'invalid argument "x" for "--odd"'],
])('refused: %s', (_reason, work, message) => {
  expect(work).toThrow(message);
});
