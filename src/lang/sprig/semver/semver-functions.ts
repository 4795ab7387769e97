/** `semver` and `semverCompare`. */
import { parseConstraint, satisfies } from '../../../base/semver/constraint.ts';
import { byteLength, GoError, type GoFunction, quote, STRING } from '../../go-value/index.ts';
import { define } from '../define.ts';
import { readVersion } from './read-version.ts';
import { versionValue } from './version-value.ts';

const LONGEST_CONSTRAINT = 512;
const MOST_GROUPS = 32;

const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const VERSION = `v?[0-9|xX*]+(?:\\.[0-9|xX*]+)?(?:\\.[0-9|xX*]+)?(?:-${IDENTIFIERS})?(?:\\+${IDENTIFIERS})?`;
/** No two ways to read a space, or a broken text would be tried in all of them. */
const COMPARISON = `(?:(?:=>|>=|=<|<=|!=|~>|[=<>~^])\\s*)?${VERSION}`;
const GROUP = new RegExp(`^\\s*${COMPARISON}(?:(?:\\s*,\\s*|\\s+)${COMPARISON})*\\s*$`);
const RANGE = new RegExp(`\\s*(${VERSION})\\s+-\\s+(${VERSION})\\s*`, 'g');

function readConstraint(text: string) {
  if (byteLength(text) > LONGEST_CONSTRAINT) {
    throw new GoError(`constraint string is too long (max ${LONGEST_CONSTRAINT} bytes)`);
  }
  const groups = text.split('||');
  if (groups.length > MOST_GROUPS) throw new GoError(`too many constraint groups (max ${MOST_GROUPS})`);
  for (const group of text.replace(RANGE, '>= $1, <= $2 ').split('||')) {
    if (!GROUP.test(group)) throw new GoError(`improper constraint: ${quote(group)}`);
    if (parseConstraint(group) === undefined) throw new GoError('constraint parser error');
  }
  return parseConstraint(text) ?? { groups: [] };
}

export const SEMVER_FUNCTIONS: readonly GoFunction[] = [
  define('semver', [STRING], (args) => versionValue(readVersion(args.text(0)))),
  define('semverCompare', [STRING, STRING], (args, { budget }) => {
    budget.step(100);
    const constraint = readConstraint(args.text(0));
    return satisfies(readVersion(args.text(1)), constraint);
  }),
];
