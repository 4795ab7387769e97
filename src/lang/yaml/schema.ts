/** The types that js-yaml resolves for us: Go's plain scalars, merge keys, and the explicit tags. */
import { FAILSAFE_SCHEMA, type Schema, Type } from 'js-yaml';
import { resolveNumber, resolveScalar, type YamlProfile } from './go-scalars.ts';
import { MERGE_KEY } from './merge-keys.ts';

const TAG = 'tag:yaml.org,2002:';

/** The schema of each profile. */
export const SCHEMAS: Readonly<Record<YamlProfile, Schema>> = { sigs: schemaOf('sigs'), yaml3: schemaOf('yaml3') };

function schemaOf(profile: YamlProfile): Schema {
  const plain = new Type(`${TAG}plain`, {
    kind: 'scalar',
    resolve: (text) => resolveScalar(text ?? '', profile) !== undefined,
    construct: (text) => resolveScalar(text ?? '', profile),
  });
  return FAILSAFE_SCHEMA.extend({ implicit: [plain, merge()], explicit: [...explicit(profile)] });
}

/** A tag of its own, so that js-yaml itself merges nothing. */
function merge(): Type {
  return new Type(`${TAG}merge-key`, {
    kind: 'scalar',
    resolve: (text) => text === '<<',
    construct: () => MERGE_KEY,
  });
}

function explicit(profile: YamlProfile): readonly Type[] {
  const scalar = (name: string, accepts: (value: unknown) => boolean): Type =>
    new Type(TAG + name, {
      kind: 'scalar',
      resolve: (text) => accepts(resolveScalar(text ?? '', profile)),
      construct: (text) => resolveScalar(text ?? '', profile),
    });
  const isInteger = (value: unknown): boolean => typeof value === 'bigint' || Number.isInteger(value);
  return [
    scalar('null', (value) => value === null),
    scalar('bool', (value) => typeof value === 'boolean'),
    scalar('int', isInteger),
    new Type(`${TAG}float`, {
      kind: 'scalar',
      resolve: (text) => resolveNumber(text ?? '') !== undefined,
      construct: (text) => Number(resolveNumber(text ?? '')),
    }),
    new Type(`${TAG}timestamp`, { kind: 'scalar' }),
    new Type(`${TAG}binary`, { kind: 'scalar', construct: fromBase64 }),
    new Type(`${TAG}set`, { kind: 'mapping', construct: (value) => value ?? {} }),
    new Type(`${TAG}omap`, { kind: 'sequence', construct: (value) => value ?? [] }),
    // Tags of an application (`!Ref`) say nothing to Go either; a scalar that has one is text.
    new Type('!', { kind: 'scalar', multi: true }),
    new Type('!', { kind: 'sequence', multi: true }),
    new Type('!', { kind: 'mapping', multi: true }),
  ];
}

function fromBase64(text: string): string {
  return Buffer.from(text, 'base64').toString('utf8');
}
