import { expect, test } from 'vitest';
import { cleanPath, redirectOf } from './clean-path.ts';

test.each([
  ['/', '/'],
  ['/a/b', '/a/b'],
  ['/a/b/', '/a/b/'],
  ['//a', '/a'],
  ['/a//b', '/a/b'],
  ['/a/./b', '/a/b'],
  ['/a/../b', '/b'],
  ['/../../etc', '/etc'],
  ['/a/..', '/'],
  ['/a/b/.', '/a/b/'],
  ['/a/https%3A%2F%2Fh%2F%2Fx', '/a/https%3A%2F%2Fh%2F%2Fx'],
])('%s is %s', (path, clean) => {
  expect(cleanPath(path)).toBe(clean);
  expect(cleanPath(clean)).toBe(clean);
});

test.each([
  ['a clean path stays', '/a?b=//', undefined],
  ['the query goes along', '/a//b?c=//&d=?', '/a/b?c=//&d=?'],
  ['never to another host', '//evil.example/x', '/evil.example/x'],
  ['nor by a backslash', '/x/..//\\evil.example', '/%5Cevil.example'],
  ['nothing breaks out of the link', '//a"><script>', '/a%22%3E%3Cscript%3E'],
])('%s', (_reason, target, location) => {
  expect(redirectOf(target)).toBe(location);
});
