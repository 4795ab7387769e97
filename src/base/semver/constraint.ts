/**
 * Version constraints as Masterminds/semver 3 reads them: comparisons joined by spaces or commas (all hold), groups joined
 * by `||` (any holds), wildcards, and `1.2 - 2` for a range. A group without any prerelease in it accepts none.
 */
import { type Comparator, type Operator, passes } from './comparator.ts';
import { parseVersion, type Version } from './version.ts';

export interface Constraint {
  readonly groups: readonly (readonly Comparator[])[];
}

const LONGEST = 1024;
const OPERATOR = /\s*(=>|>=|=<|<=|!=|~>|[=<>~^])?\s*/y;
const PART = '[0-9xX*]+';
const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const WILD = new RegExp(
  `v?(${PART})(?:\\.(${PART}))?(?:\\.(${PART}))?(?:-(${IDENTIFIERS}))?(?:\\+${IDENTIFIERS})?`,
  'y',
);
const SEPARATOR = /\s*,\s*|\s+|$/y;
const RANGE = /(\S+)\s+-\s+(\S+)/g;

/** Undefined where the text is no constraint. The empty text accepts every release. */
export function parseConstraint(text: string): Constraint | undefined {
  if (text.length > LONGEST) return undefined;
  const rewritten = text.replace(RANGE, '>= $1, <= $2');
  const groups = rewritten.split('||').map(parseGroup);
  return groups.every((group) => group !== undefined) ? { groups } : undefined;
}

/** Whether a version passes. */
export function satisfies(version: Version, constraint: Constraint): boolean {
  return constraint.groups.some((group) => {
    if (version.prerelease !== '' && group.every((one) => one.version.prerelease === '')) return false;
    return group.every((comparator) => passes(version, comparator));
  });
}

function parseGroup(text: string): readonly Comparator[] | undefined {
  if (text.trim() === '') return [{ operator: '>=', version: ZERO, open: 'none' }];
  const comparators: Comparator[] = [];
  const trimmed = text.trim();
  let at = 0;
  while (at < trimmed.length) {
    const operator = matchAt(OPERATOR, trimmed, at);
    const version = operator === undefined ? undefined : matchAt(WILD, trimmed, operator.end);
    const separator = version === undefined ? undefined : matchAt(SEPARATOR, trimmed, version.end);
    if (operator === undefined || version === undefined || separator === undefined) return undefined;
    const comparator = comparatorOf(operatorOf(operator.groups[1]), version.groups);
    if (comparator === undefined) return undefined;
    comparators.push(comparator);
    at = separator.end;
  }
  return comparators;
}

const ZERO: Version = { major: 0n, minor: 0n, patch: 0n, prerelease: '', metadata: '', original: '0.0.0' };

interface Found {
  readonly groups: RegExpExecArray;
  readonly end: number;
}

function matchAt(pattern: RegExp, text: string, at: number): Found | undefined {
  pattern.lastIndex = at;
  const groups = pattern.exec(text);
  return groups === null ? undefined : { groups, end: at + groups[0].length };
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=',
  '!=': '!=',
  '>': '>',
  '<': '<',
  '>=': '>=',
  '=>': '>=',
  '<=': '<=',
  '=<': '<=',
  '~': '~',
  '~>': '~',
  '^': '^',
};

function operatorOf(text: string | undefined): Operator {
  return OPERATORS[text ?? ''] ?? '';
}

function comparatorOf(operator: Operator, parts: RegExpExecArray): Comparator | undefined {
  const [, major = '', minor = '', patch = '', prerelease] = parts;
  const tail = prerelease === undefined ? '' : `-${prerelease}`;
  const open = openPart(major, minor, patch);
  const numbers = { none: [major, minor, patch], any: [], minor: [major], patch: [major, minor] }[open];
  const [first = '0', second = '0', third = '0'] = numbers;
  const version = parseVersion(`${first}.${second}.${third}${tail}`);
  return version === undefined ? undefined : { operator, version, open };
}

function openPart(major: string, minor: string, patch: string): Comparator['open'] {
  if (isWild(major)) return 'any';
  if (isWild(minor)) return 'minor';
  return isWild(patch) ? 'patch' : 'none';
}

function isWild(part: string): boolean {
  return part === '' || part === 'x' || part === 'X' || part === '*';
}
