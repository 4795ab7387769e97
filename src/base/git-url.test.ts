import { expect, test } from 'vitest';
import { normalizeGitUrl, sameGitUrl } from './git-url.ts';

test.each([
  ['case and suffix do not count', 'https://Git.Example.com/Team/App.git', 'https://git.example.com/team/app', true],
  ['the scp form', 'git@host:team/app.git', 'ssh://git@host/team/app', true],
  ['another user is another repository', 'git@host:team/app', 'me@host:team/app', false],
  ['a scheme counts', 'https://host/a', 'http://host/a', false],
  ['blanks around', ' https://host/a ', 'https://host/a', true],
])('%s', (_reason, left, right, same) => {
  expect(sameGitUrl(left, right)).toBe(same);
});

test('a pattern stays a pattern', () => {
  expect(normalizeGitUrl('https://host/Team/*')).toBe('https://host/team/*');
});
