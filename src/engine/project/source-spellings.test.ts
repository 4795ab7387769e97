import { expect, test } from 'vitest';
import { placeUrl, reachedUrl } from './source-spellings.ts';

test.each([
  ['https://git.example.com/team/../other/app.git', 'https://git.example.com/other/app.git'],
  ['https://git.example.com/team/%2e%2E/other/app', 'https://git.example.com/other/app'],
  ['https://git.example.com/team/./app', 'https://git.example.com/team/app'],
  ['https://evil.org\\.example.com/app', 'https://evil.org/.example.com/app'],
  ['https://evil.org?.example.com/app', 'https://evil.org/'],
  ['https://evil.org#.example.com/app', 'https://evil.org/'],
  ['https://me@git.example.com/team/../app', 'https://me@git.example.com/app'],
  ['git@git.example.com:team/../other/app', 'git@git.example.com:other/app'],
  ['ssh://git@git.example.com/team/../app', 'ssh://git@git.example.com/app'],
  ['oci://registry.example.com/team/../app', 'oci://registry.example.com/app'],
  ['https://git.example.com/Team/app.git', 'https://git.example.com/Team/app.git'],
  ['https://git.example.com/a..b/.hidden', 'https://git.example.com/a..b/.hidden'],
  ['git@git.example.com:team/app', 'git@git.example.com:team/app'],
  ['..', '..'],
  ['', ''],
])('%s is reached as %s', (text, expected) => {
  expect(reachedUrl(text)).toBe(expected);
});

test.each([
  ['https://me:secret@git.example.com:443//team//app/', 'https://git.example.com/team/app'],
  ['https://git.example.com./team/app', 'https://git.example.com/team/app'],
  ['https://git.example.com:8443/team/app', 'https://git.example.com:8443/team/app'],
  ['ssh://git@git.example.com:22/team/app', 'ssh://git.example.com/team/app'],
  ['git@git.example.com:team/app', 'git@git.example.com:team/app'],
])('%s is at %s', (text, expected) => {
  expect(placeUrl(text)).toBe(expected);
});
