import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseConstraint, satisfies } from './constraint.ts';
import { highestVersion, isVersionConstraint } from './highest-version.ts';
import { compareVersions, parseVersion, type Version } from './version.ts';

function version(text: string): Version {
  const parsed = parseVersion(text);
  if (parsed === undefined) throw new Error(`no version: ${text}`);
  return parsed;
}

test('order of the specification, with a leading v and missing parts', () => {
  const ordered = [
    '0.9',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    '1.0.0-2',
    'v1',
    '1.0.1+b',
    'v1.10.0',
    '2',
  ];
  const expected = [
    '0.9',
    '1.0.0-2',
    '1.0.0-alpha',
    '1.0.0-alpha.1',
    '1.0.0-alpha.beta',
    'v1',
    '1.0.1+b',
    'v1.10.0',
    '2',
  ];
  expect(
    ordered
      .map(version)
      .toSorted(compareVersions)
      .map(({ original }) => original),
  ).toEqual(expected);
});

test.each(['', 'main', '1.2.3.4', '1.-2', '1.2.3-01', 'v', ' 1.0.0'])('no version: %s', (text) => {
  expect(parseVersion(text)).toBeUndefined();
});

describe('constraints', () => {
  test.each([
    ['=1.2', '1.2.9', true],
    ['1.2.x', '1.3.0', false],
    ['*', '4.5.6', true],
    ['*', '4.5.6-rc1', false],
    ['*-0', '4.5.6-rc1', true],
    ['1.*', '1.9.9', true],
    ['1.*', '2.0.0', false],
    ['1.*-0', '1.2.0-rc1', true],
    ['>=1.2 <2', '1.9.0', true],
    ['>=1.2, <2', '2.0.0', false],
    ['>1', '1.5.0', false],
    ['>1', '2.0.0', true],
    ['>1.2', '1.2.7', false],
    ['>1.2', '1.3.0', true],
    ['<=1', '1.9.0', true],
    ['<=1.2', '1.2.9', true],
    ['<=1.2', '1.3.0', false],
    ['~1.2.3', '1.2.9', true],
    ['~1.2.3', '1.3.0', false],
    ['~1', '1.9.0', true],
    ['~>1.2', '1.2.9', true],
    ['^1.2.3', '1.9.0', true],
    ['^1.2.3', '2.0.0', false],
    ['^0.2.3', '0.2.9', true],
    ['^0.2.3', '0.3.0', false],
    ['^0.0.3', '0.0.4', false],
    ['^0.0', '0.0.9', true],
    ['^0', '0.9.0', true],
    ['!=1.2', '1.2.5', false],
    ['!=1.2', '1.3.0', true],
    ['!=1', '1.3.0', false],
    ['!=1.2.3', '1.2.4', true],
    ['1.2 - 1.4', '1.4.7', true],
    ['1.2 - 1.4', '1.5.0', false],
    ['1.x || 3.x', '3.1.0', true],
    ['1.x || 3.x', '2.1.0', false],
    ['>=1.0.0-0', '1.0.0-rc1', true],
    ['>=1.0.0-0 <2', '1.5.0-rc1', true],
    ['', '1.0.0', true],
  ])('%s accepts %s: %s', (constraint, text, expected) => {
    const parsed = parseConstraint(constraint);
    expect(parsed !== undefined && satisfies(version(text), parsed)).toBe(expected);
  });

  test.each(['main', '>>1', '1.2.3 main', '~', '1,,2', '||x1'])('no constraint: %s', (text) => {
    expect(parseConstraint(text)).toBeUndefined();
  });
});

test('one version is no constraint', () => {
  expect(['1.2.0', 'v1', 'main', 'HEAD', '', '1.*', '>=2', '~1.2', '*'].map(isVersionConstraint)).toEqual([
    false,
    false,
    false,
    false,
    false,
    true,
    true,
    true,
    true,
  ]);
});

test('the newest name that fits, as it was written', () => {
  const tags = ['v1.0.0', 'v1.1.0', 'v1.2.0-rc1', 'v2.0.0', 'nightly'];
  expect(highestVersion('1.*', tags)).toBe('v1.1.0');
  expect(highestVersion('1.*-0', tags)).toBe('v1.2.0-rc1');
  expect(highestVersion('>=3.0.0', tags)).toBeUndefined();
});

test('build metadata counts for nothing: the first of equal versions stays, and a release with it is a release', () => {
  expect(highestVersion('>=1.0.0 <2.0.0', ['1.0.0', '1.1.0', '1.2.0+build', '2.0.0', '2.1.0-beta.1'])).toBe(
    '1.2.0+build',
  );
  expect(highestVersion('1.2.*', ['1.2.0+b', '1.2.0+z', '1.2.0'])).toBe('1.2.0+b');
  expect(highestVersion('*', ['1.2.0', '1.2.0+z'])).toBe('1.2.0');
  expect(highestVersion('>1.2.0', ['1.2.0+z'])).toBeUndefined();
  expect(highestVersion('*', ['1.2.0-rc.1+z', '1.1.0+a'])).toBe('1.1.0+a');
});

test('comparing is a total order', () => {
  const part = fc.nat(3);
  const text = fc
    .tuple(part, part, part, fc.constantFrom('', '-a', '-1', '-a.1', '-b'))
    .map(([a, b, c, tail]) => `${a}.${b}.${c}${tail}`);
  fc.assert(
    fc.property(text, text, (a, b) => {
      const forth = compareVersions(version(a), version(b));
      return forth === -compareVersions(version(b), version(a)) && (forth === 0) === (a === b);
    }),
  );
});
