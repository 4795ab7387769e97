import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Json, JsonObject } from '../../../base/json-value.ts';
import { applyMergePatch, createMergePatch, createThreeWayMergePatch } from './merge-patch.ts';

const cases: readonly { target: Json; patch: Json; result: Json }[] = [
  { target: { a: 'b' }, patch: { a: 'c' }, result: { a: 'c' } },
  { target: { a: 'b', b: 'c' }, patch: { a: null }, result: { b: 'c' } },
  { target: { a: ['b'] }, patch: { a: 'c' }, result: { a: 'c' } },
  { target: { a: { b: 'c' } }, patch: { a: { b: 'd', c: null } }, result: { a: { b: 'd' } } },
  { target: { a: 'foo' }, patch: { b: { c: { d: null } } }, result: { a: 'foo', b: { c: {} } } },
  { target: [1], patch: { a: 1 }, result: { a: 1 } },
];

test.each(cases)('RFC 7386: $target with $patch', ({ target, patch, result }) => {
  expect(applyMergePatch(target, patch)).toEqual(result);
});

const leaf = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.array(fc.integer(), { maxLength: 3 }));
const objects = fc.letrec<{ object: JsonObject; value: Json }>((tie) => ({
  object: fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), tie('value'), { maxKeys: 4 }) as fc.Arbitrary<JsonObject>,
  value: fc.oneof({ maxDepth: 3 }, leaf, tie('object')) as fc.Arbitrary<Json>,
})).object;

test('applying the difference gives the other', () => {
  fc.assert(
    fc.property(objects, objects, (one, other) => {
      expect(applyMergePatch(one, createMergePatch(one, other))).toEqual(other);
    }),
  );
});

test('three ways: keeps what others added, deletes what was applied before', () => {
  const patch = createThreeWayMergePatch({
    original: { spec: { gone: 1, list: [1] } },
    modified: { spec: { list: [2] } },
    current: { spec: { gone: 1, list: [1], other: true } },
  });
  expect(patch).toEqual({ spec: { gone: null, list: [2] } });
});

test.each<[string, JsonObject, JsonObject, JsonObject, JsonObject]>([
  ['a wanted null removes nothing of others', {}, { a: null }, { a: 1 }, {}],
  ['nor where it was applied as null', { a: null }, { a: null }, { a: 1 }, {}],
  ['it removes what was applied with a value', { a: 1 }, { a: null }, { a: 1 }, { a: null }],
  ['an object of nulls adds nothing', {}, { b: { c: null } }, {}, {}],
  ['an empty object is an addition', {}, { b: {} }, {}, { b: {} }],
  ['nulls in lists stay', {}, { l: [null] }, {}, { l: [null] }],
])('three ways: %s', (_reason, original, modified, current, patch) => {
  expect(createThreeWayMergePatch({ original, modified, current })).toEqual(patch);
});
