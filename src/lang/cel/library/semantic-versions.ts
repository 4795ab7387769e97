/** The functions of `semver()`: strict semantic versions, or lenient ones made strict. */
import { compareVersions, parseVersion, type Version } from '../../../base/semver/version.ts';
import type { Run } from '../environment.ts';
import { boolOf, heldOf, textOf } from '../runtime/arguments.ts';
import { CelFault } from '../runtime/cel-fault.ts';
import type { Opaque, Value } from '../runtime/values.ts';
import type { Read } from './address.ts';
import { type FunctionTable, namedType } from './signatures.ts';

const SEMVER = namedType('Semver');

interface HeldVersion {
  readonly version: Version;
}

function isVersion(held: unknown): held is HeldVersion {
  return typeof held === 'object' && held !== null && 'version' in held;
}

/** Why a text is no version, in the words of blang/semver. */
function readVersion(text: string): Read<Version> {
  const wrong = (why: string): Read<never> => ({ kind: 'wrong', why });
  if (text === '') return wrong('Version string empty');
  const parts = text.split('.', 3);
  if (parts.length < 3) return wrong('No Major.Minor.Patch elements found');
  const rest = text.slice((parts[0] ?? '').length + (parts[1] ?? '').length + 2);
  const patch = /^[^-+]*/.exec(rest)?.[0] ?? '';
  const names = ['major', 'minor', 'patch'];
  for (const [index, number] of [parts[0] ?? '', parts[1] ?? '', patch].entries()) {
    const name = names[index] ?? '';
    if (!/^\d*$/.test(number)) return wrong(`Invalid character(s) found in ${name} number ${JSON.stringify(number)}`);
    if (number.length > 1 && number.startsWith('0')) {
      const title = `${(name[0] ?? '').toUpperCase()}${name.slice(1)}`;
      return wrong(`${title} number must not contain leading zeroes ${JSON.stringify(number)}`);
    }
    if (number === '') return wrong('strconv.ParseUint: parsing "": invalid syntax');
    if (BigInt(number) >= 2n ** 64n) {
      return wrong(`strconv.ParseUint: parsing ${JSON.stringify(number)}: value out of range`);
    }
  }
  return readRest(text, rest.slice(patch.length));
}

function readRest(text: string, rest: string): Read<Version> {
  const wrong = (why: string): Read<never> => ({ kind: 'wrong', why });
  const plus = rest.indexOf('+');
  const build = plus < 0 ? undefined : rest.slice(plus + 1);
  const prerelease = rest.startsWith('-') ? rest.slice(1, plus < 0 ? undefined : plus) : undefined;
  for (const part of prerelease?.split('.') ?? []) {
    if (part === '') return wrong('Prerelease is empty');
    if (/^\d+$/.test(part)) {
      if (part.length > 1 && part.startsWith('0')) {
        return wrong(`Numeric PreRelease version must not contain leading zeroes ${JSON.stringify(part)}`);
      }
    } else if (!/^[0-9A-Za-z-]+$/.test(part)) {
      return wrong(`Invalid character(s) found in prerelease ${JSON.stringify(part)}`);
    }
  }
  for (const part of build?.split('.') ?? []) {
    if (part === '') return wrong('Build meta data is empty');
    if (!/^[0-9A-Za-z-]+$/.test(part)) {
      return wrong(`Invalid character(s) found in build meta data ${JSON.stringify(part)}`);
    }
  }
  const version = parseVersion(text);
  return version === undefined ? wrong('No Major.Minor.Patch elements found') : { kind: 'read', value: version };
}

/** A leading `v`, leading zeros and missing numbers made good. */
function normalized(text: string): Read<Version> {
  const rest = text.startsWith('v') ? text.slice(1) : text;
  const cuts = rest.split('.');
  const parts = cuts.length > 3 ? [...cuts.slice(0, 2), cuts.slice(2).join('.')] : cuts;
  const trimmed = parts.map((part) => {
    if (part.length <= 1) return part;
    const kept = part.replace(/^0+/, '');
    return /^\d/.test(kept) ? kept : `0${kept}`;
  });
  if (trimmed.length < 3) {
    if (/[+-]/.test(trimmed.at(-1) ?? '')) {
      return { kind: 'wrong', why: 'short version cannot contain PreRelease/Build meta data' };
    }
    while (trimmed.length < 3) trimmed.push('0');
  }
  return readVersion(trimmed.join('.'));
}

function read(text: Value | undefined, lenient: Value | undefined): Read<Version> {
  const source = textOf(text);
  return lenient !== undefined && boolOf(lenient) ? normalized(source) : readVersion(source);
}

function versionValue(version: Version): Opaque {
  const held: HeldVersion = { version };
  return {
    kind: 'opaque',
    type: SEMVER,
    held,
    equals: (other) => isVersion(other.held) && compareVersions(other.held.version, version) === 0,
  };
}

const parsed: Run = (text, lenient) => {
  const found = read(text, lenient);
  if (found.kind === 'wrong') throw new CelFault(found.why);
  return versionValue(found.value);
};

const isSemver: Run = (text, lenient) => read(text, lenient).kind === 'read';

function versionOf(value: Value | undefined): Version {
  return heldOf(value, isVersion).version;
}

function order(a: Value | undefined, b: Value | undefined): number {
  return Math.sign(compareVersions(versionOf(a), versionOf(b)));
}

export const SEMANTIC_VERSIONS: FunctionTable = {
  semver: { 'string_to_semver: (string) -> Semver': parsed, 'string_bool_to_semver: (string, bool) -> Semver': parsed },
  isSemver: {
    'is_semver_string: (string) -> bool': isSemver,
    'is_semver_string_bool: (string, bool) -> bool': isSemver,
  },
  isGreaterThan: { 'semver_is_greater_than: Semver.(Semver) -> bool': (a, b) => order(a, b) > 0 },
  isLessThan: { 'semver_is_less_than: Semver.(Semver) -> bool': (a, b) => order(a, b) < 0 },
  compareTo: { 'semver_compare_to: Semver.(Semver) -> int': (a, b) => BigInt(order(a, b)) },
  major: { 'semver_major: Semver.() -> int': (version) => versionOf(version).major },
  minor: { 'semver_minor: Semver.() -> int': (version) => versionOf(version).minor },
  patch: { 'semver_patch: Semver.() -> int': (version) => versionOf(version).patch },
};
