import { expect, test } from 'vitest';
import { repositoryPlace } from '../../base/repository-place.ts';
import { concernedBy } from './concerned-source.ts';

const cases: readonly {
  readonly name: string;
  readonly repoURL?: string;
  readonly targetRevision?: string;
  readonly url?: string;
  readonly revision?: string;
  readonly touchesHead?: boolean;
  readonly concerned: boolean;
}[] = [
  { name: 'the same address and branch', concerned: true },
  { name: 'with .git', repoURL: 'https://git.test/team/app.git', concerned: true },
  { name: 'over ssh, short form', repoURL: 'git@git.test:team/app.git', concerned: true },
  { name: 'over ssh with a port', repoURL: 'ssh://git@git.test:2222/team/app', concerned: true },
  { name: 'with credentials and a port', repoURL: 'https://u:p@git.test:8443/team/app/', concerned: true },
  { name: 'over ssh through port 443', repoURL: 'ssh://git@ssh.git.test:443/team/app.git', concerned: true },
  { name: 'by the other name for that', repoURL: 'ssh://git@altssh.git.test:443/team/app', concerned: true },
  { name: 'a host that is called so', repoURL: 'https://ssh.test/team/app', concerned: false },
  { name: 'in other case', repoURL: 'https://GIT.test/Team/App', concerned: true },
  { name: 'another host', repoURL: 'https://evil.test/team/app', concerned: false },
  { name: 'a longer path', repoURL: 'https://git.test/team/app-two', concerned: false },
  { name: 'a path within', repoURL: 'https://git.test/other/team/app', concerned: false },
  { name: 'a host that ends alike', repoURL: 'https://evilgit.test/team/app', concerned: false },
  { name: 'another branch', revision: 'other', concerned: false },
  { name: 'a branch by its full name', targetRevision: 'refs/heads/main', concerned: true },
  { name: 'a tag named as the branch', targetRevision: 'refs/tags/main', concerned: true },
  { name: 'HEAD, default branch pushed', targetRevision: 'HEAD', touchesHead: true, concerned: true },
  { name: 'HEAD, another branch pushed', targetRevision: 'HEAD', touchesHead: false, concerned: false },
  { name: 'nothing asked, another branch pushed', targetRevision: '', revision: 'x', concerned: false },
  { name: 'a branch that is the default one, too', targetRevision: 'main', touchesHead: true, concerned: true },
  {
    name: 'a tag by its full name, the branch pushed',
    targetRevision: 'refs/tags/v1',
    revision: 'v1',
    concerned: true,
  },
  { name: 'nothing asked means HEAD', targetRevision: '', touchesHead: true, concerned: true },
  { name: 'a constraint that accepts the tag', targetRevision: '1.*', revision: 'v1.4.0', concerned: true },
  { name: 'a constraint that does not', targetRevision: '1.*', revision: 'v2.0.0', concerned: false },
  { name: 'a constraint and a branch', targetRevision: '1.*', revision: 'main', concerned: false },
];

test.each(cases)('$name', (given) => {
  const { repoURL = 'https://git.test/team/app', targetRevision = 'main', url = 'https://git.test/team/app' } = given;
  const { revision = 'main', touchesHead = false } = given;
  const push = { kind: 'push', urls: [url], revision, touchesHead, files: [] } as const;
  const isSame = repositoryPlace(repoURL) === repositoryPlace(url);
  expect(isSame && concernedBy(push)({ repoURL, targetRevision })).toBe(given.concerned);
});

const FILES: readonly [string, readonly string[], readonly string[], boolean][] = [
  ['a file in a folder', ['apps/web/values.yaml'], ['apps/web'], true],
  ['the file itself', ['apps/web/values.yaml'], ['apps/web/values.yaml'], true],
  ['a folder whose name begins alike', ['apps/web-two/values.yaml'], ['apps/web'], false],
  ['a pattern', ['shared/a.yaml'], ['shared/*.yaml'], true],
  ['a pattern stops at slashes', ['shared/deep/a.yaml'], ['shared/*.yaml'], false],
  ['the root', ['anything'], [''], true],
  ['one of several', ['README.md', 'base/a'], ['apps/web', 'base'], true],
  ['none', ['README.md'], ['apps/web', 'base'], false],
  ['files that were not told', [], ['apps/web'], true],
  ['no paths', ['README.md'], [], true],
];

test.each(FILES)('paths: %s', (_name, files, paths, touched) => {
  const push = { kind: 'push', urls: [], revision: 'main', touchesHead: true, files } as const;
  expect(concernedBy(push)({ repoURL: 'x', targetRevision: 'main', paths })).toBe(touched);
});

test.each([
  ['the version behind a prefix', '1.*', 'app-v1.2.0', true],
  ['another prefix', '1.*', 'web-v1.2.0', false],
  ['a version without it', '1.*', 'v1.2.0', false],
])('tags with a prefix: %s', (_name, targetRevision, revision, concerned) => {
  const push = { kind: 'push', urls: [], revision, touchesHead: false, files: [] } as const;
  expect(concernedBy(push)({ repoURL: 'x', targetRevision, tagPrefix: 'app-' })).toBe(concerned);
});

test.each([
  ['the tag', '1.2.0', '1.2.0', true],
  ['another tag', '1.2.0', '1.2.1', false],
  ['a constraint', '>=1.0.0', '1.2.1', true],
  ['a constraint and a tag with build data', '1.x', '1.2.1_build', true],
  ['a constraint and a word', '1.x', 'latest', false],
  ['none means latest', '', 'latest', true],
])('artifacts: %s', (_name, targetRevision, tag, concerned) => {
  expect(concernedBy({ kind: 'artifact', repository: 'x', tag })({ repoURL: 'x', targetRevision })).toBe(concerned);
});
