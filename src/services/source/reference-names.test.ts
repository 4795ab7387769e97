import { expect, test } from 'vitest';
import type { ApplicationSource } from '../../api/application/fields.ts';
import { referenceProblem } from './reference-names.ts';

test.each<[string, readonly (string | undefined)[], string | undefined]>([
  ['none, and empty ones, which are none', [undefined, '', ''], undefined],
  ['all that a name may have', ['Values_2', 'my-values', 'values'], undefined],
  ['one of two', ['values', undefined, 'values'], 'invalid sources: multiple sources had the same `ref` key'],
  ['a dot', ['a.b'], "sources.ref a.b cannot contain any special characters except '_' and '-'"],
  ['the dollar sign', ['$a'], "sources.ref $a cannot contain any special characters except '_' and '-'"],
  ['a slash', ['a/b'], "sources.ref a/b cannot contain any special characters except '_' and '-'"],
])('%s', (_reason, refs, expected) => {
  const sources = refs.map((ref): ApplicationSource => ({ repoURL: 'r', ...(ref === undefined ? {} : { ref }) }));
  expect(referenceProblem(sources)).toBe(expected);
});
