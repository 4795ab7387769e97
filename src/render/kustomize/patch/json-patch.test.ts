import { expect, test } from 'vitest';
import type { Json } from '../../../base/json-value.ts';
import { applyOperations } from './json-patch.ts';

const object = () => ({ a: { b: '1', 'c/d': '2' }, list: ['x', 'y'] });

test.each<[string, readonly Json[], unknown]>([
  [
    'adds a member',
    [{ op: 'add', path: '/a/n', value: null }],
    { a: { b: '1', 'c/d': '2', n: null }, list: ['x', 'y'] },
  ],
  ['adds at the end', [{ op: 'add', path: '/list/-', value: 'z' }], { ...object(), list: ['x', 'y', 'z'] }],
  ['adds before the last', [{ op: 'add', path: '/list/-2', value: 'z' }], { ...object(), list: ['x', 'z', 'y'] }],
  ['replaces what is not there', [{ op: 'replace', path: '/new', value: 1 }], { ...object(), new: 1 }],
  ['removes an escaped key', [{ op: 'remove', path: '/a/c~1d' }], { a: { b: '1' }, list: ['x', 'y'] }],
  ['moves', [{ op: 'move', from: '/a/b', path: '/b' }], { a: { 'c/d': '2' }, list: ['x', 'y'], b: '1' }],
  ['copies what is not there as null', [{ op: 'copy', from: '/none', path: '/b' }], { ...object(), b: null }],
  ['replaces the whole', [{ op: 'replace', path: '', value: { x: 1 } }], { x: 1 }],
  ['tests what is there', [{ op: 'test', path: '/a/b', value: '1' }], object()],
])('%s', (_name, operations, expected) => {
  expect(applyOperations(object(), operations)).toEqual(expected);
});

test.each<[string, Json, string]>([
  [
    'no parent',
    { op: 'add', path: '/x/y', value: 1 },
    'add operation does not apply: doc is missing path: "/x/y": missing value',
  ],
  [
    'no key',
    { op: 'remove', path: '/x' },
    "error in remove for path: '/x': Unable to remove nonexistent key: x: missing value",
  ],
  [
    'beyond a list',
    { op: 'replace', path: '/list/2', value: 1 },
    'replace operation does not apply: doc is missing key: /list/2',
  ],
  ['no index', { op: 'add', path: '/list/x', value: 1 }, "value was not a proper array index: 'x'"],
  ['another value', { op: 'test', path: '/a/b', value: 1 }, 'testing value /a/b failed: test failed'],
  ['no path', { op: 'remove' }, 'remove operation failed to decode path: missing value'],
  ['no operation', { path: '/a' }, 'Unexpected kind: unknown'],
])('%s is refused', (_name, operation, why) => {
  expect(() => applyOperations(object(), [operation])).toThrow(why);
});
