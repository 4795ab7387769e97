/** `*semver.Version` as a value of templates: `(semver "1.2.3").Major`. */
import { compareVersions, type Version } from '../../../base/semver/version.ts';
import {
  GoError,
  GoInt,
  type GoMethod,
  GoPointer,
  GoStruct,
  type GoType,
  type GoValue,
  goInt,
  methodTable,
  namedType,
  pointerTo,
  STRING,
  structType,
  UINT64,
} from '../../go-value/index.ts';
import { CallArguments } from '../define.ts';
import { quoteJson } from '../encoding/json-writer.ts';
import { readVersion, versionText } from './read-version.ts';

class VersionStruct extends GoStruct {
  readonly version: Version;

  constructor(version: Version) {
    const { major, minor, patch, prerelease, metadata, original } = version;
    const numbers = [major, minor, patch].map((number) => new GoInt(UINT64, number));
    super(STRUCT, [...numbers, prerelease, metadata, original]);
    this.version = version;
  }
}

const NOTHING = readVersion('0.0.0');

function versionIn(value: GoValue): Version {
  if (value instanceof GoPointer) return versionIn(value.target);
  return value instanceof VersionStruct ? value.version : NOTHING;
}

type Ask = (version: Version, args: CallArguments) => GoValue;

function method(name: string, parameters: readonly GoType[], ask: Ask): GoMethod {
  return { name, parameters, call: (receiver, _context, args) => ask(versionIn(receiver), new CallArguments(args)) };
}

/** What comes of raising a part keeps the `v` in front. */
function raised({ original }: Version, parts: Omit<Version, 'original'>): VersionStruct {
  const prefix = original.startsWith('v') ? 'v' : '';
  return new VersionStruct({ ...parts, original: prefix + versionText(parts) });
}

const BARE = { prerelease: '', metadata: '' };

function incrementPatch(version: Version): VersionStruct {
  const patch = version.prerelease === '' ? version.patch + 1n : version.patch;
  return raised(version, { ...version, ...BARE, patch });
}

function setPrerelease(version: Version, prerelease: string): VersionStruct {
  for (const part of prerelease === '' ? [] : prerelease.split('.')) {
    if (/^0\d+$/.test(part)) throw new GoError('version segment starts with 0');
    if (!/^[0-9A-Za-z-]*$/.test(part)) throw new GoError('invalid prerelease string');
  }
  return raised(version, { ...version, prerelease });
}

function setMetadata(version: Version, metadata: string): VersionStruct {
  if (!/^[0-9A-Za-z.-]*$/.test(metadata)) throw new GoError('invalid metadata string');
  return raised(version, { ...version, metadata });
}

const VALUE_METHODS: readonly GoMethod[] = [
  method('Major', [], ({ major }) => new GoInt(UINT64, major)),
  method('Minor', [], ({ minor }) => new GoInt(UINT64, minor)),
  method('Patch', [], ({ patch }) => new GoInt(UINT64, patch)),
  method('Prerelease', [], ({ prerelease }) => prerelease),
  method('Metadata', [], ({ metadata }) => metadata),
  method('String', [], versionText),
  method('IncPatch', [], incrementPatch),
  method('IncMinor', [], (version) => raised(version, { ...version, ...BARE, minor: version.minor + 1n, patch: 0n })),
  method('IncMajor', [], (version) => raised(version, { ...BARE, major: version.major + 1n, minor: 0n, patch: 0n })),
  method('SetPrerelease', [STRING], (version, args) => setPrerelease(version, args.text(0))),
  method('SetMetadata', [STRING], (version, args) => setMetadata(version, args.text(0))),
];

const FIELDS = ['major', 'minor', 'patch', 'pre', 'metadata', 'original'].map((name, index) => ({
  name,
  type: index < 3 ? UINT64 : STRING,
}));

const STRUCT: GoType = namedType('semver.Version', structType('semver.Version', FIELDS), {
  text: (value) => versionText(versionIn(value)),
  json: (value) => quoteJson(versionText(versionIn(value)), true),
  methods: methodTable(...VALUE_METHODS),
});

const SELF: GoType = pointerTo(STRUCT, {});

function comparison(name: string, answer: (order: number) => GoValue): GoMethod {
  return method(name, [SELF], (version, args) => answer(compareVersions(version, versionIn(args.value(0)))));
}

const POINTER: GoType = pointerTo(STRUCT, {
  methods: methodTable(
    ...VALUE_METHODS,
    method('Original', [], ({ original }) => original),
    comparison('Compare', (order) => goInt(Math.sign(order))),
    comparison('Equal', (order) => order === 0),
    comparison('LessThan', (order) => order < 0),
    comparison('LessThanEqual', (order) => order <= 0),
    comparison('GreaterThan', (order) => order > 0),
    comparison('GreaterThanEqual', (order) => order >= 0),
  ),
});

/** A pointer, as `semver` returns it. */
export function versionValue(version: Version): GoPointer {
  return new GoPointer(POINTER, new VersionStruct(version));
}

export function isVersionValue(value: GoValue): boolean {
  return value instanceof GoPointer && value.target instanceof VersionStruct;
}

/** The zero of the type. */
export function emptyVersion(): GoPointer {
  return versionValue({ ...NOTHING, original: '' });
}
