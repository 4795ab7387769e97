/** Versions with the error texts of Masterminds/semver 3.5, which `parseVersion` of the base does not give. */
import type { Version } from '../../../base/semver/version.ts';
import { byteLength, GoError, quote } from '../../go-value/index.ts';

const IDENTIFIERS = '[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*';
const LOOSE = new RegExp(`^v?(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?(?:-(${IDENTIFIERS}))?(?:\\+(${IDENTIFIERS}))?$`);
const LONGEST = 256;
const HIGHEST = 2n ** 64n - 1n;

/** Fails with GoError. */
export function readVersion(text: string): Version {
  if (byteLength(text) > LONGEST) throw new GoError(`version string is too long (max ${LONGEST} bytes)`);
  const match = LOOSE.exec(text);
  if (match === null) throw new GoError('invalid semantic version');
  const [, major = '0', minor = '0', patch = '0', prerelease = '', metadata = ''] = match;
  const numbers = { major: segment(major), minor: segment(minor), patch: segment(patch) };
  if (prerelease.split('.').some((part) => /^0\d+$/.test(part))) throw new GoError('version segment starts with 0');
  return { ...numbers, prerelease, metadata, original: text };
}

function segment(digits: string): bigint {
  const value = BigInt(digits);
  if (value <= HIGHEST) return value;
  throw new GoError(`error parsing version segment: strconv.ParseUint: parsing ${quote(digits)}: value out of range`);
}

/** Without a leading `v`. */
export function versionText({ major, minor, patch, prerelease, metadata }: Omit<Version, 'original'>): string {
  const tail = `${prerelease === '' ? '' : `-${prerelease}`}${metadata === '' ? '' : `+${metadata}`}`;
  return `${major}.${minor}.${patch}${tail}`;
}
