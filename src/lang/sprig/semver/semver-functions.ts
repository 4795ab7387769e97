/** `semver` and `semverCompare`. */
import { parseConstraint, satisfies } from '../../../base/semver/constraint.ts';
import { byteLength, GoError, type GoFunction, quote, STRING } from '../../go-value/index.ts';
import { define } from '../define.ts';
import { readVersion } from './read-version.ts';
import { versionValue } from './version-value.ts';

const LONGEST_CONSTRAINT = 512;
const MOST_GROUPS = 32;

function readConstraint(text: string) {
  if (byteLength(text) > LONGEST_CONSTRAINT) {
    throw new GoError(`constraint string is too long (max ${LONGEST_CONSTRAINT} bytes)`);
  }
  const groups = text.split('||');
  if (groups.length > MOST_GROUPS) throw new GoError(`too many constraint groups (max ${MOST_GROUPS})`);
  const constraint = parseConstraint(text);
  if (constraint !== undefined) return constraint;
  const wrong = groups.find((group) => parseConstraint(group) === undefined) ?? text;
  throw new GoError(`improper constraint: ${quote(wrong)}`);
}

export const SEMVER_FUNCTIONS: readonly GoFunction[] = [
  define('semver', [STRING], (args) => versionValue(readVersion(args.text(0)))),
  define('semverCompare', [STRING, STRING], (args, { budget }) => {
    budget.step(100);
    const constraint = readConstraint(args.text(0));
    return satisfies(readVersion(args.text(1)), constraint);
  }),
];
