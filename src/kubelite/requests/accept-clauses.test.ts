import { expect, test } from 'vitest';
import { acceptClauses } from './accept-clauses.ts';

function types(header: string): readonly string[] {
  return acceptClauses(header).map(({ type, subtype }) => `${type}/${subtype}`);
}

test.each([
  ['in the order written', 'a/b, c/d', ['a/b', 'c/d']],
  ['by quality', 'a/b;q=0.1, c/d', ['c/d', 'a/b']],
  ['what is exact before what is not', '*/*, a/*, a/b', ['a/b', 'a/*', '*/*']],
  ['a quality that is no number counts for nothing', 'a/b;q=x, c/d;q=0.1', ['c/d', 'a/b']],
  ['a star alone means all', '*', ['*/*']],
  ['what is no media type is left out', 'json, a/b/c, /, ;, , x/y', ['x/y']],
])('%s', (_name, header, wanted) => {
  expect(types(header)).toEqual(wanted);
});

test('parameters, without those that say nothing', () => {
  const [clause] = acceptClauses('a/b; as=Table ;v=;g=x=y;q=0.5');
  expect([...(clause?.parameters ?? [])]).toEqual([['as', 'Table']]);
  expect(clause?.quality).toBe(0.5);
});
