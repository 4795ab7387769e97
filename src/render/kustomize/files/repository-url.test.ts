import { expect, test } from 'vitest';
import { isSpelledAsRepository, readRepositoryUrl } from './repository-url.ts';
import { refuseUnsafe, withoutSecrets } from './safe-repository.ts';

const SHA = '0123456789012345678901234567890123456789';

/** Address, what Git is given, path. */
const FORMS: readonly (readonly [string, string, string])[] = [
  ['https://github.com/org/repo', 'https://github.com/org/repo', ''],
  ['https://github.com/org/repo/a/b/', 'https://github.com/org/repo', 'a/b'],
  ['https://github.com/org/repo//a', 'https://github.com/org/repo', 'a'],
  ['https://github.com/org/repo.git/a', 'https://github.com/org/repo.git', 'a'],
  ['https://github.com/org/repo.git//a', 'https://github.com/org/repo.git', 'a'],
  ['github.com/org/repo', 'https://github.com/org/repo', ''],
  ['GitHub.com/org/repo/a', 'https://github.com/org/repo', 'a'],
  ['github.com:org/repo', 'https://github.com/org/repo', ''],
  ['git@github.com:org/repo/a', 'git@github.com:org/repo', 'a'],
  ['org-1@github.com/org/repo/a', 'org-1@github.com:org/repo', 'a'],
  ['ssh://github.com/org/repo', 'github.com:org/repo', ''],
  ['ssh://git@github.com/org/repo', 'git@github.com:org/repo', ''],
  ['https://git@github.com/org/repo', 'git@github.com:org/repo', ''],
  ['git::https://gitlab.com/org/repo//x', 'https://gitlab.com/org/repo', 'x'],
  ['GIT::git@gitlab.com:org/repo.git', 'git@gitlab.com:org/repo.git', ''],
  ['git@gitlab.com:group/sub/repo.git/x/y', 'git@gitlab.com:group/sub/repo.git', 'x/y'],
  ['git@host.xz/org/repo/x', 'git@host.xz/org/repo', 'x'],
  ['ssh://git@host:2222/org/repo.git//x', 'ssh://git@host:2222/org/repo.git', 'x'],
  ['HTTPS://host/org/repo', 'https://host/org/repo', ''],
  ['http://127.0.0.1:80/org/repo/x', 'http://127.0.0.1:80/org/repo', 'x'],
  ['https://user:word@host/org/repo/x', 'https://user:word@host/org/repo', 'x'],
  ['https://dev.azure.com/org/project/_git/repo/x/y', 'https://dev.azure.com/org/project/_git/repo', 'x/y'],
  ['https://u@dev.azure.com/org/project/_git/repo', 'https://u@dev.azure.com/org/project/_git/repo', ''],
  ['file:///srv/git/repo', 'file:///srv/git/repo', ''],
  ['file:///srv/git/repo//x', 'file:///srv/git/repo', 'x'],
  ['file:///srv/git/repo.git/x', 'file:///srv/git/repo.git', 'x'],
  ['https://host/a.github.io/repo', 'https://host/a.git', 'hub.io/repo'],
  ['https://host/org/repo//a/./b/../c', 'https://host/org/repo', 'a/c'],
];

test.each(FORMS)('%s', (raw, clone, path) => {
  expect(readRepositoryUrl(raw)).toEqual({ raw, clone, path, ref: '', submodules: true, timeout: undefined });
});

const PATHS = [
  '../base',
  'base',
  'host/org/repo',
  '/srv/git/repo.git',
  'ext::sh -c id',
  'https://host/file.yaml',
  'https://host',
  'https://github.com/org/repo//..',
  'https://github.com/org/repo//a/../../b',
  'git@host',
  'ftp://host/org/repo',
  'git://host/org/repo',
  '-oProxyCommand=id@host:org/repo',
  '',
];

test.each(PATHS)('%j is a path', (raw) => {
  expect(readRepositoryUrl(raw)).toBeUndefined();
});

test.each([
  ['ref=v1', { ref: 'v1' }],
  ['version=v2', { ref: 'v2' }],
  ['ref=v1&version=v2', { ref: 'v1' }],
  ['ref=&version=v2', { ref: 'v2' }],
  ['ref=a&ref=b', { ref: 'a' }],
  ['ref=a%2Fb+c', { ref: 'a/b c' }],
  ['ref=%zz', {}],
  ['ref=a;b&timeout=3', {}],
  ['timeout=61', { timeout: 61_000 }],
  ['timeout=1m5s', { timeout: 65_000 }],
  ['timeout=-3', {}],
  ['timeout=soon', {}],
  ['submodules=false', { submodules: false }],
  ['submodules=F', { submodules: false }],
  ['submodules=no', {}],
  [`ref=${SHA}&submodules=0&timeout=2s`, { ref: SHA, submodules: false, timeout: 2000 }],
])('query %s', (query, found) => {
  const { ref, submodules, timeout } = readRepositoryUrl(`https://host/org/repo?${query}`) ?? {};
  expect({ ref, submodules, timeout }).toEqual({ ref: '', submodules: true, timeout: undefined, ...found });
});

test.each([
  'https://host/org/repo?ref=--upload-pack=id',
  'https://host/org/repo?ref=-x',
  'https://host/org/repo?ref=main:refs/heads/x',
  'https://host/org/repo?ref=%2Bmain',
  'https://host/org/repo?ref=a%0Ab',
  'https://host/org/repo?ref=a..b',
  'https://host/org/repo?ref=a.lock',
  'https://host/org/repo?version=^a',
  'ssh://-oProxyCommand=id/org/repo',
  'git@-oProxyCommand=id:org/repo',
  'git@host:-org/repo',
  'git@ext::sh -c id/repo.git',
  'https://host/or g/repo',
  'https://host/org%0a/repo',
  'https://host/org\n/repo',
])('%j is refused', (raw) => {
  const url = readRepositoryUrl(raw);
  expect(url).toBeDefined();
  expect(() => url && refuseUnsafe(url)).toThrow(/not a repository URL|is not the name of a branch/);
});

test.each(['main', 'v1.2.3', 'feature/a-b', 'refs/pull/7/head', SHA, 'HEAD', 'ünïcode', '1.x', 'a@b'])(
  'ref %s is taken',
  (ref) => {
    expect(() => refuseUnsafe({ ...url('https://host/org/repo'), ref })).not.toThrow();
  },
);

test.each(FORMS)('%s is taken', (raw) => expect(() => refuseUnsafe(url(raw))).not.toThrow());

function url(raw: string) {
  const found = readRepositoryUrl(raw);
  if (found === undefined) throw new Error(`${raw} is no address`);
  return found;
}

test('passwords and tokens do not stand in messages', () => {
  expect(
    [
      'https://me:word@host/org/repo',
      'https://token@host/org/repo',
      'git::https://token@host/org/repo',
      'ssh://git:word@host/org/repo',
      'ssh://git@host/org/repo',
      'git@host:org/repo',
      '../base',
      'a\nb',
    ].map(withoutSecrets),
  ).toEqual([
    'https://host/org/repo',
    'https://host/org/repo',
    'git::https://host/org/repo',
    'ssh://git@host/org/repo',
    'ssh://git@host/org/repo',
    'git@host:org/repo',
    '../base',
    'a?b',
  ]);
});

test('addresses that no file can be behind', () => {
  expect(
    [
      'https://h/o/r.git',
      'https://h/o/r.git/x?ref=a',
      'https://h/o/_git/r',
      'https://h/o/r//x',
      'https://h/a.gitx',
    ].map(isSpelledAsRepository),
  ).toEqual([true, true, true, false, false]);
});
