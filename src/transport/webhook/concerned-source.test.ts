import { expect, test } from 'vitest';
import { isConcerned } from './concerned-source.ts';

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
  { name: 'nothing asked means HEAD', targetRevision: '', touchesHead: true, concerned: true },
  { name: 'a constraint that accepts the tag', targetRevision: '1.*', revision: 'v1.4.0', concerned: true },
  { name: 'a constraint that does not', targetRevision: '1.*', revision: 'v2.0.0', concerned: false },
  { name: 'a constraint and a branch', targetRevision: '1.*', revision: 'main', concerned: false },
];

test.each(cases)('$name', (given) => {
  const { repoURL = 'https://git.test/team/app', targetRevision = 'main', url = 'https://git.test/team/app' } = given;
  const push = { urls: [url], revision: given.revision ?? 'main', touchesHead: given.touchesHead ?? false };
  expect(isConcerned({ repoURL, targetRevision }, push)).toBe(given.concerned);
});
