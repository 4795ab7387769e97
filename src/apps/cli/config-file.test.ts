import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { readConfig, withLogin, writeConfig } from './config-file.ts';
import { connectionOf } from './connection.ts';

const folder = mkdtempSync(join(tmpdir(), 'cli-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

const server = { server: 'cd.example.com', insecure: true };

test('a login is stored so that only its owner reads it, and used again', () => {
  const path = join(folder, 'argocd/config');
  expect(readConfig(path).contexts).toEqual([]);
  writeConfig(path, withLogin(readConfig(path), { context: 'prod', server, token: 't' }));
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readFileSync(path, 'utf8')).toBe(`contexts:
- name: prod
  server: cd.example.com
  user: prod
current-context: prod
servers:
- insecure: true
  server: cd.example.com
users:
- auth-token: t
  name: prod
`);
  expect(connectionOf({ config: path }, {})).toEqual({
    server: 'cd.example.com',
    plaintext: false,
    insecure: true,
    token: 't',
    authority: undefined,
  });
});

test('a second login of a context replaces the first', () => {
  const first = withLogin(readConfig(join(folder, 'nothing')), { context: 'a', server, token: '1' });
  const second = withLogin(first, { context: 'a', server: { server: 'other' }, token: '2' });
  expect(second.users).toEqual([{ name: 'a', 'auth-token': '2' }]);
  expect(second.contexts).toEqual([{ name: 'a', server: 'other', user: 'a' }]);
});

test('a file that others can read is refused', () => {
  const path = join(folder, 'open');
  writeConfig(path, readConfig(path));
  chmodSync(path, 0o644);
  expect(() => readConfig(path)).toThrow('config file has incorrect permission flags: 644');
});

test('flags and environment go before the file; a token of another server is not sent', () => {
  const path = join(folder, 'argocd/config');
  expect(connectionOf({ config: path, server: 'else:1' }, {}).token).toBe('');
  expect(connectionOf({ config: path }, { ARGOCD_AUTH_TOKEN: 'env' }).token).toBe('env');
  expect(() => connectionOf({ config: path, argocdContext: 'x' }, {})).toThrow("Context 'x' undefined");
  expect(() => connectionOf({ config: join(folder, 'nothing') }, {})).toThrow('Argo CD server address unspecified');
});
