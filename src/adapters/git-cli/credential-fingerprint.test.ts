import { expect, test } from 'vitest';
import { Secret } from '../../base/secret.ts';
import type { GitCredentials, GitRemote } from '../../ports/git.ts';
import { fingerprint } from './credential-fingerprint.ts';

const certificate = (key: string): GitRemote['clientCertificate'] => ({ certificate: 'c', key: new Secret(key) });
const basic = (username: string, password: string): GitCredentials => {
  return { kind: 'basic', username, password: new Secret(password) };
};

/** Each is another way to open a remote. */
const WAYS: readonly [GitCredentials | undefined, GitRemote['clientCertificate']][] = [
  [undefined, undefined],
  [undefined, certificate('k')],
  [undefined, certificate('l')],
  [basic('a', 'b'), undefined],
  [basic('a', 'b'), certificate('k')],
  [basic('ab', ''), undefined],
  [basic('', 'ab'), undefined],
  [{ kind: 'bearer', token: new Secret('b') }, undefined],
  [{ kind: 'ssh', privateKey: new Secret('b') }, undefined],
];

test('equal for equal credentials, another for any other, and without any of them in it', () => {
  const all = WAYS.map(([credentials, client]) => fingerprint(credentials, client));
  expect(new Set(all).size).toBe(WAYS.length);
  expect(WAYS.map(([credentials, client]) => fingerprint(credentials, client))).toEqual(all);
  for (const one of all) expect(one).toMatch(/^[0-9a-f]{64}$/);
});
