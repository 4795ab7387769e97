import { expect, test } from 'vitest';
import { isSafe, refuseUnsafe } from './safe-repository.ts';

/** As it came out of `readRepositoryUrl`, or of whatever may stand there one day. */
function url(clone: string, ref = '') {
  return { raw: clone, clone, path: '', ref, submodules: true, timeout: undefined };
}

test.each([
  ['a program as transport', 'ext::id/repo.git', 'transports that are programs are not allowed'],
  ['the same behind a user', 'git@ext::id/repo.git', 'transports that are programs are not allowed'],
  ['an option', '--upload-pack=id', 'a part begins with a dash'],
  ['an option of ssh as host', 'ssh://-oProxyCommand=id/org/repo', 'a part begins with a dash'],
  ['an option behind a user', 'git@-oProxyCommand=id:org/repo', 'a part begins with a dash'],
  ['an option as path', 'git@host:-org/repo', 'a part begins with a dash'],
  ['a blank', 'https://host/or g/repo', 'it holds spaces or control characters'],
  ['an encoded line end', 'https://host/org%0a/repo', 'it holds spaces or control characters'],
  ['a backslash', 'https://host\\org/repo', 'it holds spaces or control characters'],
])('an address that is more to Git than an address: %s', (_reason, clone, message) => {
  expect(isSafe(url(clone))).toBe(false);
  expect(() => refuseUnsafe(url(clone))).toThrow(`not a repository URL: ${message}`);
});

test.each([
  ['an option', '--upload-pack=id'],
  ['two names', 'main:refs/heads/x'],
  ['forced', '+main'],
  ['a line end', 'a\nb'],
])('a ref that is more than a name: %s', (_reason, ref) => {
  expect(isSafe(url('https://host/org/repo', ref))).toBe(false);
  expect(() => refuseUnsafe(url('https://host/org/repo', ref))).toThrow('is not the name of a branch');
});

test('addresses and refs as they are meant', () => {
  const all = [
    url('https://host/org/repo', 'v1'),
    url('git@host:org/repo'),
    url('ssh://git@[::1]:2222/org/repo', 'HEAD'),
  ];
  expect(all.map(isSafe)).toEqual([true, true, true]);
});
