import { expect, test } from 'vitest';
import { repositoryPlace } from './repository-place.ts';

test.each([
  ['https://git.test/team/app', 'git.test/team/app'],
  ['https://user:secret@GIT.test:8443/Team/App.git/', 'git.test/team/app'],
  ['git@git.test:team/app.git', 'git.test/team/app'],
  ['git.test:team/app', 'git.test/team/app'],
  ['ssh://git@git.test:2222/team/app', 'git.test/team/app'],
  ['ssh://git@ssh.github.com:443/team/app.git', 'github.com/team/app'],
  ['git@altssh.bitbucket.org:443/team/app', 'bitbucket.org/team/app'],
  ['https://ssh.test/team/app', 'ssh.test/team/app'],
  ['https://sshd.git.test/app', 'sshd.git.test/app'],
  ['https://git.test/a@b/c', 'git.test/a@b/c'],
  ['oci://registry.test:5000/charts', 'registry.test/charts'],
  ['registry.test/charts', 'registry.test/charts'],
  [' plain ', 'plain'],
])('%s', (url, expected) => {
  expect(repositoryPlace(url)).toBe(expected);
});
