/** Pointers, identifiers and versions. */

import { quoteCharacter } from '../../go-value/index.ts';
import { englishInteger } from '../english-number.ts';

/** RFC 6901, section 3. */
export function checkJsonPointer(text: string): string | undefined {
  if (text === '') return undefined;
  if (!text.startsWith('/')) return 'not starting with /';
  return /~(?![01])/.test(text) ? '~ must be followed by 0 or 1' : undefined;
}

/** draft-handrews-relative-json-pointer-01, section 3. */
export function checkRelativeJsonPointer(text: string): string | undefined {
  const digits = /^[0-9]*/.exec(text)?.[0] ?? '';
  if (digits === '') return 'must start with non-negative integer';
  if (digits.length > 1 && text.startsWith('0')) return 'starts with zero';
  const rest = text.slice(digits.length);
  return rest === '#' ? undefined : checkJsonPointer(rest);
}

/** RFC 4122, section 3. */
export function checkUuid(text: string): string | undefined {
  const lengths = [8, 4, 4, 4, 12];
  const groups = text.split('-');
  if (groups.length !== lengths.length) return `must have ${lengths.length} elements`;
  for (const [index, group] of groups.entries()) {
    const length = lengths[index] ?? 0;
    if (Buffer.byteLength(group) !== length) {
      return `element ${englishInteger(index + 1)} must be ${englishInteger(length)} characters long`;
    }
    const stranger = [...group].find((character) => !/[0-9a-fA-F]/.test(character));
    if (stranger !== undefined) return `non-hex character ${quoteCharacter(stranger)}`;
  }
  return undefined;
}

const IDENTIFIER = /[0-9A-Za-z-]/;

/** semver.org, 2.0.0. */
export function checkSemver(text: string): string | undefined {
  const plus = text.indexOf('+');
  const build = plus < 0 ? undefined : checkBuild(text.slice(plus + 1));
  if (build !== undefined) return build;
  const version = plus < 0 ? text : text.slice(0, plus);
  const dash = version.indexOf('-');
  const prerelease = dash < 0 ? undefined : checkPrerelease(version.slice(dash + 1));
  return prerelease ?? checkCore(dash < 0 ? version : version.slice(0, dash));
}

function checkBuild(build: string): string | undefined {
  if (build === '') return 'build is empty';
  for (const identifier of build.split('.')) {
    if (identifier === '') return 'build identifier is empty';
    const stranger = [...identifier].find((character) => !IDENTIFIER.test(character));
    if (stranger !== undefined) return `invalid character ${quoteCharacter(stranger)} in build identifier`;
  }
  return undefined;
}

function checkPrerelease(prerelease: string): string | undefined {
  for (const identifier of prerelease.split('.')) {
    if (identifier === '') return 'pre-release identifier is empty';
    const stranger = [...identifier].find((character) => !IDENTIFIER.test(character));
    if (stranger !== undefined) return `invalid character ${quoteCharacter(stranger)} in pre-release identifier`;
    if (/^0[0-9]+$/.test(identifier)) return 'pre-release numeric identifier starts with zero';
  }
  return undefined;
}

function checkCore(core: string): string | undefined {
  const numbers = core.split('.');
  if (numbers.length !== 3) return 'versionCore must have 3 numbers separated by dot';
  for (const [index, name] of ['major', 'minor', 'patch'].entries()) {
    const number = numbers[index] ?? '';
    if (number === '') return `${name} is empty`;
    if (number.length > 1 && number.startsWith('0')) return `${name} starts with zero`;
    if (!/^[0-9]+$/.test(number)) return `${name} contains non-digit`;
  }
  return undefined;
}
