import { expect, test } from 'vitest';
import { addressOf } from './address.ts';

function read(url: string) {
  const address = addressOf(url);
  return address && { path: address.path, query: [...address.query] };
}

test.each([
  ['nothing asked', '/api/v1', { path: '/api/v1', query: [] }],
  ['dots are kept', '/api/../x//y/.', { path: '/api/../x//y/.', query: [] }],
  ['escapes of the path', '/a%2fb%20c/%C3%A4', { path: '/a/b c/ä', query: [] }],
  ['spaces of the query', '/?a=x+y%20z', { path: '/', query: [['a', 'x y z']] }],
  [
    'names without values',
    '/?a&b=',
    {
      path: '/',
      query: [
        ['a', ''],
        ['b', ''],
      ],
    },
  ],
  [
    'several values',
    '/?a=1&a=2',
    {
      path: '/',
      query: [
        ['a', '1'],
        ['a', '2'],
      ],
    },
  ],
  ['a semicolon spoils its pair', '/?a=1;b=2&c=3', { path: '/', query: [['c', '3']] }],
  ['a wrong escape spoils its pair', '/?a=%zz&c=3', { path: '/', query: [['c', '3']] }],
  ['a wrong escape spoils a path', '/%zz', undefined],
  ['equals signs in values', '/?a=b=c', { path: '/', query: [['a', 'b=c']] }],
])('%s', (_name, url, wanted) => {
  expect(read(url)).toEqual(wanted);
});
