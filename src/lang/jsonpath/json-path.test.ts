import { expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { findByJsonPath } from './find-by-json-path.ts';
import { parseJsonPath } from './parse-json-path.ts';

const OBJECT: Json = {
  metadata: { annotations: { 'a.example/note': 'text' } },
  spec: {
    items: [
      { name: 'a', n: 1 },
      { name: 'b', n: 2 },
    ],
    list: [1, 2, 3],
  },
  status: {
    conditions: [
      { type: 'Other', status: 'Unknown' },
      { type: 'Ready', status: 'True' },
    ],
  },
};

const cases: readonly (readonly [string, readonly Json[]])[] = [
  ['.spec.items[*].name', ['a', 'b']],
  ['{.spec.items[0].name}', ['a']],
  ['$.spec.items[-1].name', ['b']],
  ['.spec.list[0:2]', [1, 2]],
  ['.spec.list[1:]', [2, 3]],
  ['.spec.list[0:9]', []],
  ['.status.conditions[?(@.type=="Ready")].status', ['True']],
  [".status.conditions[?(@.type != 'Ready')].status", ['Unknown']],
  ['.spec.items[?(@.n>1)].name', ['b']],
  ['.spec.items[?(@.name)].n', [1, 2]],
  ["['spec']['list'][0]", [1]],
  [".spec.items[0]['name','n']", ['a', 1]],
  ['.metadata.annotations.a\\.example/note', ['text']],
  ['..name', ['a', 'b']],
  ['.none.deeper', []],
  ['.constructor', []],
];

test.each(cases)('%s', (path, found) => {
  expect(findByJsonPath(OBJECT, parseJsonPath(path))).toEqual(found);
});

test.each(['spec', '.a[', '.a[x]', '.a[?(@.b==)]'])('%s is no path', (path) => {
  expect(() => parseJsonPath(path)).toThrow(expect.objectContaining({ code: 'jsonpath.invalid' }));
});
