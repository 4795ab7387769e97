import { expect, test } from 'vitest';
import { readAddress, withoutUser } from './remote-address.ts';

test.each([
  ['https://Example.com/a.git/', 'https://example.com/a.git', 'https://example.com'],
  ['http://git:pw@127.0.0.1:3000/a', 'http://127.0.0.1:3000/a', 'http://127.0.0.1:3000'],
  ['ssh://git@example.com:2222/a.git', 'ssh://git@example.com:2222/a.git', 'ssh://example.com:2222'],
  ['git+ssh://git@example.com/a.git', 'ssh://git@example.com/a.git', 'ssh://example.com'],
  ['git@example.com:team/a.git', 'git@example.com:team/a.git', 'ssh://example.com'],
  ['example.com:a', 'example.com:a', 'ssh://example.com'],
])('address %s', (text, url, origin) => {
  expect(readAddress(text, { allowFile: false })).toMatchObject({ url, origin });
});

test('user and password of a URL are credentials, decoded', () => {
  const { credentials } = readAddress('https://me:a%40b@example.com/a', { allowFile: false });
  expect(credentials).toMatchObject({ kind: 'basic', username: 'me' });
  expect(credentials?.kind === 'basic' && credentials.password.reveal()).toBe('a@b');
  expect(withoutUser('https://me:a%40b@example.com/a\n')).toBe('https://example.com/a?');
});

test.each([
  ['file:///etc', 'git.scheme-not-allowed'],
  ['/etc', 'git.scheme-not-allowed'],
  ['ext::sh -c id', 'git.failed'],
  ['ftp://example.com/a', 'git.scheme-not-allowed'],
  ['-u:evil', 'git.failed'],
  ['ssh://-oProxyCommand=x/a', 'git.failed'],
  ['ssh://-l@example.com/a', 'git.failed'],
  ['host:-path', 'git.scheme-not-allowed'],
  ['https://example.com/a%0ahost=evil', 'git.failed'],
  ['https://', 'git.failed'],
])('%s is refused', (text, code) => {
  expect(() => readAddress(text, { allowFile: false })).toThrow(expect.objectContaining({ code }));
});

test('files only where they are allowed', () => {
  expect(readAddress('/srv/a.git', { allowFile: true })).toMatchObject({ kind: 'file', url: '/srv/a.git' });
  expect(readAddress('file:///srv/a.git', { allowFile: true })).toMatchObject({ kind: 'file' });
  expect(() => readAddress('file://host/a', { allowFile: true })).toThrow('only https, http and ssh');
});
