import { expect, test } from 'vitest';
import { APPLICATION_FLAGS } from './flag-table.ts';

test('each flag stands once, and each letter', () => {
  const names = APPLICATION_FLAGS.map(({ name }) => name);
  const letters = APPLICATION_FLAGS.flatMap(({ short }) => short ?? []);
  expect(names).toEqual([...new Set(names)]);
  expect(letters).toEqual(['p']);
});

test('names are what stands on command lines, and each is told of', () => {
  const odd = APPLICATION_FLAGS.filter(
    ({ name, description }) => !/^[a-z][a-z-]*[a-z]$/.test(name) || description === '',
  );
  expect(odd).toEqual([]);
});

test.each([
  ['texts', ['helm-set', 'values', 'kustomize-image', 'plugin-env', 'sync-option']],
  ['switch', ['directory-recurse', 'auto-prune', 'validate']],
  ['integer', ['revision-history-limit', 'sync-retry-limit', 'sync-retry-backoff-factor']],
  ['duration', ['sync-retry-backoff-duration', 'sync-retry-backoff-max-duration']],
] as const)('what is %s', (kind, names) => {
  const found = APPLICATION_FLAGS.filter((flag) => flag.kind === kind).map(({ name }) => name);
  expect(found).toEqual(expect.arrayContaining([...names]));
});
