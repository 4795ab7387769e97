import fc from 'fast-check';
import { expect, test } from 'vitest';
import { duplicateFields } from './duplicate-fields.ts';

const cases: readonly (readonly [string, readonly string[]])[] = [
  ['{"a":1,"b":2}', []],
  ['{"a":1,"a":2}', ['a']],
  ['{"spec":{"replicas":0 , "replicas":0}}', ['spec.replicas']],
  ['{"spec":{"containers":[{"name":"a"},{"name":"a","name":"b"}]}}', ['spec.containers[1].name']],
  ['{"a\\"b":1,"a\\"b":2}', ['a"b']],
  ['{"a":"\\\\","a":[]}', ['a']],
  ['[{"a":{}},[1,2,{"b":null,"b":true}]]', ['[1][2].b']],
  ['{"\\u0061":1,"a":2}', ['a']],
  ['"text"', []],
  ['{"a":{"b":1,"b":2},"a":{"b":1,"b":2}}', ['a.b', 'a']],
];

test.each(cases)('%s', (text, found) => {
  expect(duplicateFields(text)).toEqual(found);
});

test('what a writer of JSON wrote has none', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(duplicateFields(JSON.stringify(value, undefined, 2))).toEqual([]);
    }),
  );
});
