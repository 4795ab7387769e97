import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import { authorizationOf } from './authorization.ts';

test.each([
  ['nothing', undefined, undefined],
  ['a token', { kind: 'bearer', token: new Secret('t') }, 'Bearer t'],
  [
    'a password, in the bytes of UTF-8',
    { kind: 'basic', username: 'git', password: new Secret('ä') },
    'Basic Z2l0OsOk',
  ],
  ['a key, which is for ssh', { kind: 'ssh', privateKey: new Secret('k') }, undefined],
] as const)('%s', (_reason, credentials, expected) => {
  expect(authorizationOf(credentials)).toBe(expected);
});
