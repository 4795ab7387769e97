import { expect, test } from 'vitest';
import { AppError } from '../../../base/errors.ts';
import type { Json } from '../../../base/json-value.ts';
import { applyJsonPatch, unknownPatchMembers } from './apply-json-patch.ts';

const cases: readonly { why: string; document: Json; patch: Json; result: Json }[] = [
  { why: 'adds a member', document: { a: 1 }, patch: [{ op: 'add', path: '/b', value: 2 }], result: { a: 1, b: 2 } },
  { why: 'inserts', document: [1, 3], patch: [{ op: 'add', path: '/1', value: 2 }], result: [1, 2, 3] },
  { why: 'appends', document: [1], patch: [{ op: 'add', path: '/-', value: 2 }], result: [1, 2] },
  { why: 'removes', document: { a: { b: 1, c: 2 } }, patch: [{ op: 'remove', path: '/a/b' }], result: { a: { c: 2 } } },
  { why: 'counts from the end', document: [1, 2], patch: [{ op: 'remove', path: '/-1' }], result: [1] },
  { why: 'replaces', document: { a: [1] }, patch: [{ op: 'replace', path: '/a/0', value: 5 }], result: { a: [5] } },
  { why: 'moves', document: { a: 1 }, patch: [{ op: 'move', from: '/a', path: '/b' }], result: { b: 1 } },
  { why: 'copies', document: { a: 1 }, patch: [{ op: 'copy', from: '/a', path: '/b' }], result: { a: 1, b: 1 } },
  { why: 'unescapes', document: { 'a/b~': 1 }, patch: [{ op: 'remove', path: '/a~1b~0' }], result: {} },
  { why: 'an absent member tests as null', document: {}, patch: [{ op: 'test', path: '/a', value: null }], result: {} },
  { why: 'replaces everything', document: {}, patch: [{ op: 'add', path: '', value: [1] }], result: [1] },
];

test.each(cases)('$why', ({ document, patch, result }) => {
  expect(applyJsonPatch(document, patch)).toEqual(result);
});

const REJECTED = { code: 'kube.invalid', message: 'the server rejected our request due to an error in our request' };
const refusals: readonly { why: string; patch: Json; error: object }[] = [
  { why: 'unknown operation', patch: [{ op: 'odd', path: '/a' }], error: REJECTED },
  { why: 'removal of nothing', patch: [{ op: 'remove', path: '/none' }], error: REJECTED },
  { why: 'no parent', patch: [{ op: 'add', path: '/none/x', value: 1 }], error: REJECTED },
  { why: 'a member of a prototype', patch: [{ op: 'remove', path: '/constructor' }], error: REJECTED },
  { why: 'behind the end', patch: [{ op: 'add', path: '/list/9', value: 1 }], error: REJECTED },
  { why: 'failed test', patch: [{ op: 'test', path: '/a', value: 2 }], error: REJECTED },
  {
    why: 'no list',
    patch: {},
    error: {
      code: 'kube.bad-request',
      message: 'error decoding patch: json: cannot unmarshal object into Go value of type []handlers.jsonPatchOp',
    },
  },
];

test.each(refusals)('refuses: $why', ({ patch, error }) => {
  const attempt = (): Json => applyJsonPatch({ a: 1, list: [1] }, patch);
  expect(attempt).toThrow(AppError);
  expect(attempt).toThrow(expect.objectContaining(error));
});

test('names members nobody knows', () => {
  expect(unknownPatchMembers([{ op: 'add', path: '/a', value: 1, extra: 1 }])).toEqual([
    'json patch unknown field "[0].extra"',
  ]);
});
