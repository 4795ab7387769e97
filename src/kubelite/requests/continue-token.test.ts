import { expect, test } from 'vitest';
import { decodeToken, encodeToken } from './continue-token.ts';

function textOf(token: unknown): string {
  return Buffer.from(JSON.stringify(token)).toString('base64url');
}

test('a token says where to go on, as that of a server does', () => {
  const token = encodeToken({ version: 7, start: '/ns/a\u0000' });
  expect(JSON.parse(Buffer.from(token, 'base64url').toString())).toEqual({
    v: 'meta.k8s.io/v1',
    rv: 7,
    start: '/ns/a\u0000',
  });
  expect(decodeToken(token)).toEqual({ version: 7, start: 'ns/a\u0000' });
  expect(decodeToken(textOf({ v: 'meta.k8s.io/v1', rv: -1, start: 'a' }))).toEqual({ version: -1, start: 'a' });
});

test.each([
  ['no base64', '$$$', ': illegal base64 data at input byte 0'],
  ['padded', 'e30=', ': illegal base64 data at input byte 3'],
  ['no JSON', 'bm9wZQ', ": invalid character 'o' in literal null (expecting 'u')"],
  ['nothing', textOf(null), ': server does not recognize this encoded version '],
  ['another version', textOf({ v: 'v2' }), ': server does not recognize this encoded version v2'],
  ['a list', textOf([]), ': json: cannot unmarshal array into Go value of type storage.continueToken'],
  [
    'a version of another type',
    textOf({ v: 1 }),
    ': json: cannot unmarshal number into Go struct field continueToken.v of type string',
  ],
  [
    'no version of the list',
    textOf({ v: 'meta.k8s.io/v1', start: 'a' }),
    ': incorrect encoded start resourceVersion (version meta.k8s.io/v1)',
  ],
  ['no start', textOf({ v: 'meta.k8s.io/v1', rv: 5 }), ': encoded start key empty (version meta.k8s.io/v1)'],
  ['a way out', textOf({ v: 'meta.k8s.io/v1', rv: 5, start: '../a' }), ': ../a'],
])('%s', (_name, token, why) => {
  expect(() => decodeToken(token)).toThrow(`invalid continue token: continue key is not valid${why}`);
});
