import { expect, test } from 'vitest';
import { isNameOfGit } from './git-name.ts';

test.each([
  ['itself', '.git'],
  ['where case says nothing', '.GiT'],
  ['as NTFS shortens it', 'git~1'],
  ['as NTFS shortens it, in capitals', 'GIT~1'],
  ['with dots and spaces that NTFS drops', '.git. .'],
  ['shortened, with a dot that NTFS drops', 'git~1.'],
  ['with a stream of NTFS', '.git::$INDEX_ALLOCATION'],
  ['with a folder behind it in Windows', '.git\\hooks'],
  ['with a letter that HFS+ passes over', '.g\u200cit'],
  ['with many of them', '\ufeff.\u202eg\u206fi\u200dt\u202a'],
  ['with one of them at the end, and a dot', '.git\u200c.'],
])('%s', (_reason, name) => {
  expect(isNameOfGit(name)).toBe(true);
});

test.each(['.gitignore', '.gitmodules', 'git', 'a.git', '.git2', 'git~2', 'git~10', '.g it', '', '. ', '.github'])(
  '%j is another file',
  (name) => {
    expect(isNameOfGit(name)).toBe(false);
  },
);
