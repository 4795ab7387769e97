import { expect, test } from 'vitest';
import { boundedEvents, hasTooManyValues, MOST_VALUES } from './bounds.ts';
import type { PublishedArtifact, PushEvent } from './push-event.ts';

test.each([
  ['as many values as may be', `[${'1,'.repeat(MOST_VALUES - 1)}1]`, false],
  ['one more', `[${'1,'.repeat(MOST_VALUES)}1]`, true],
  ['lists in lists', '['.repeat(MOST_VALUES + 1), true],
  ['objects', '{"a":'.repeat(MOST_VALUES + 1), true],
  ['a text of any length', `"${'x'.repeat(MOST_VALUES * 4)}"`, false],
])('%s', (_reason, text, isTooMuch) => {
  expect(hasTooManyValues(text)).toBe(isTooMuch);
});

const push = (revision: string, urls: readonly string[] = ['https://h/a']): PushEvent => {
  return { kind: 'push', urls, revision, touchesHead: false, files: ['a'] };
};
const artifact = (tag: string): PublishedArtifact => ({ kind: 'artifact', repository: 'h/a', tag });
const many = <T>(count: number, make: (name: string) => T): readonly T[] =>
  Array.from({ length: count }, (_, index) => make(`${index}`));

test('some pushes are what they are, and very many are one of any revision', () => {
  expect(boundedEvents(many(32, push))).toEqual(many(32, push));
  expect(boundedEvents(many(33, push))).toEqual([
    { kind: 'push', urls: ['https://h/a'], revision: undefined, touchesHead: true, files: [] },
  ]);
});

test('a repository of many addresses, and a message of very many artifacts, are refused', () => {
  expect(boundedEvents([push('main', many(16, String))])).toHaveLength(1);
  expect(boundedEvents([push('main', many(17, String))])).toBeUndefined();
  expect(boundedEvents(many(1000, artifact))).toHaveLength(1000);
  expect(boundedEvents(many(1001, artifact))).toBeUndefined();
  expect(boundedEvents([])).toEqual([]);
});
