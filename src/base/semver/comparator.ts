/** One comparison of a constraint, e.g. `~1.2`: whether a version passes it. The rules are those of Masterminds/semver 3. */
import { comparePrereleases, compareVersions, type Version } from './version.ts';

export type Operator = '' | '=' | '!=' | '>' | '<' | '>=' | '<=' | '~' | '^';

export interface Comparator {
  readonly operator: Operator;
  /** Left out or wildcard parts are zero. */
  readonly version: Version;
  /** Whether any part was left out or a wildcard, and which: with all three gone only `any` is set. */
  readonly open: 'none' | 'any' | 'minor' | 'patch';
}

/** Prereleases are the group's matter and are not looked at here. */
export function passes(version: Version, comparator: Comparator): boolean {
  const order = compareVersions(version, comparator.version);
  switch (comparator.operator) {
    case '!=':
      return differs(version, comparator);
    case '>':
      return isGreater(version, comparator);
    case '<':
      return order < 0;
    case '>=':
      return order >= 0;
    case '<=':
      return isAtMost(version, comparator);
    case '~':
      return isWithinTilde(version, comparator);
    case '^':
      return isWithinCaret(version, comparator);
    default:
      return comparator.open === 'none' ? order === 0 : isWithinTilde(version, comparator);
  }
}

function differs(version: Version, { version: wanted, open }: Comparator): boolean {
  if (open === 'none' || open === 'any') {
    return open === 'any' && version.major !== wanted.major ? true : compareVersions(version, wanted) !== 0;
  }
  if (version.major !== wanted.major) return true;
  if (open === 'minor') return false;
  if (version.minor !== wanted.minor) return true;
  if (version.prerelease === '' && wanted.prerelease === '') return false;
  return comparePrereleases(version.prerelease, wanted.prerelease) !== 0;
}

function isGreater(version: Version, { version: wanted, open }: Comparator): boolean {
  if (open === 'none') return compareVersions(version, wanted) > 0;
  if (version.major !== wanted.major) return version.major > wanted.major;
  if (open === 'minor') return false;
  if (open === 'patch') return version.minor > wanted.minor;
  return compareVersions(version, wanted) > 0;
}

function isAtMost(version: Version, { version: wanted, open }: Comparator): boolean {
  if (open === 'none') return compareVersions(version, wanted) <= 0;
  if (version.major > wanted.major) return false;
  return !(version.major === wanted.major && version.minor > wanted.minor && open !== 'minor');
}

function isWithinTilde(version: Version, { version: wanted, open }: Comparator): boolean {
  if (compareVersions(version, wanted) < 0) return false;
  const zero = wanted.major === 0n && wanted.minor === 0n && wanted.patch === 0n;
  if (zero && open !== 'minor' && open !== 'patch') return true;
  if (version.major !== wanted.major) return false;
  return version.minor === wanted.minor || open === 'minor';
}

function isWithinCaret(version: Version, { version: wanted, open }: Comparator): boolean {
  if (compareVersions(version, wanted) < 0) return false;
  if (wanted.major > 0n || open === 'minor') return version.major === wanted.major;
  if (version.major > wanted.major) return false;
  if (wanted.minor > 0n || open === 'patch') return version.minor === wanted.minor;
  return version.minor === 0n && version.patch === wanted.patch;
}
