import { expect, test } from 'vitest';
import { resolvedUrl, submoduleUrl } from './git-modules.ts';

const FILE = `# a comment
[submodule "one"]
	path = lib/one ; where
	url = ../one.git
[submodule "a \\"quoted\\" name"]
	url = "https://git.example.com/a;b.git" # two
	path = "lib/two "
[core]
	path = lib/three
[submodule "three"] path = lib/three
	URL = https://git.example.com/\\
three.git
`;

test.each([
  ['lib/one', '../one.git'],
  ['lib/two ', 'https://git.example.com/a;b.git'],
  ['lib/three', undefined],
  ['lib', undefined],
  ['none', undefined],
])('the submodule at %j', (path, url) => {
  expect(submoduleUrl(FILE, path)).toBe(url);
});

test('the first section of a path decides', () => {
  expect(submoduleUrl('[submodule "a"]\npath=x\nurl=one\n[submodule "b"]\npath=x/\nurl=two\n', 'x')).toBe('one');
});

/** As `git submodule init` of Git 2.39 resolves them. */
test.each([
  ['https://host/org/repo.git', '../other.git', 'https://host/org/other.git'],
  ['https://host/org/repo.git/', '../../x/other', 'https://host/x/other'],
  ['https://host/org/repo', './other', 'https://host/org/repo/other'],
  ['git@host:org/repo.git', '../other.git', 'git@host:org/other.git'],
  ['git@host:repo.git', '../other.git', 'git@host:other.git'],
  ['ssh://git@host:22/org/repo', '../other', 'ssh://git@host:22/org/other'],
  ['https://host/org/repo', 'https://else/x', 'https://else/x'],
  ['https://host/org/repo', '.../x', '.../x'],
])('%s and %s', (holder, url, expected) => {
  expect(resolvedUrl(url, holder)).toBe(expected);
});
