import { expect, test } from 'vitest';
import { createKnownTexts } from './known-texts.ts';

const LARGE = (name: string) => JSON.stringify({ metadata: { name }, text: 'x'.repeat(40_000) });

test('a large text that comes again is the value that it was', () => {
  const known = createKnownTexts();
  const first = known.parse(LARGE('a'));
  expect(first).toMatchObject({ metadata: { name: 'a' } });
  expect(known.parse(`${LARGE('a')}`)).toBe(first);
  expect(known.parse(LARGE('b'))).toMatchObject({ metadata: { name: 'b' } });
});

test('only the newest few are kept', () => {
  const known = createKnownTexts();
  const first = known.parse(LARGE('a'));
  for (const name of ['b', 'c', 'd', 'e']) known.parse(LARGE(name));
  const again = known.parse(LARGE('a'));
  expect(again).toEqual(first);
  expect(again).not.toBe(first);
});

test('small texts are parsed each time, and what is no JSON is undefined', () => {
  const known = createKnownTexts();
  expect(known.parse('{"a":1}')).not.toBe(known.parse('{"a":1}'));
  expect(known.parse('{"a":')).toBeUndefined();
});
