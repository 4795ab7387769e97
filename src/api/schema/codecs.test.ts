import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJson } from '../../base/json/parse.ts';
import type { Json, JsonObject } from '../../base/json-value.ts';
import { structValues } from '../../testkit/struct-values.ts';
import { appProject } from '../app-project/fields.ts';
import { application } from '../application/fields.ts';
import { chartDetails, ociMetadata, revisionMetadata } from '../application/revision-fields.ts';
import { applicationTree, resourceDiff } from '../application/tree-fields.ts';
import { applicationSet, applicationSetTree, nestedMergeGenerator } from '../application-set/fields.ts';
import { repositoryCertificate } from '../certificate/fields.ts';
import { cluster } from '../cluster/fields.ts';
import { gnuPGPublicKey } from '../gpg-key/fields.ts';
import { decodeProtobuf } from '../protobuf/decode.ts';
import { encodeProtobuf } from '../protobuf/encode.ts';
import { repoCreds, repository } from '../repository/fields.ts';
import { knownTypeField, resourceAction } from '../resource/fields.ts';
import { componentParameter, helmOptions, kustomizeOptions, overrideIgnoreDiff } from '../settings/fields.ts';
import { tryDecode } from './decode.ts';
import { encodeJson } from './encode.ts';
import type { AnyStruct } from './field.ts';

/** Structs that stand for themselves; every other one is inside one of these. */
const ROOTS: readonly AnyStruct[] = [
  application,
  appProject,
  applicationSet,
  applicationSetTree,
  applicationTree,
  nestedMergeGenerator,
  resourceDiff,
  revisionMetadata,
  chartDetails,
  ociMetadata,
  cluster,
  repository,
  repoCreds,
  repositoryCertificate,
  gnuPGPublicKey,
  resourceAction,
  knownTypeField,
  kustomizeOptions,
  helmOptions,
  overrideIgnoreDiff,
  componentParameter,
];

const STRUCTS = [...new Map(ROOTS.flatMap(structsWithin).map((struct) => [struct.name, struct])).values()];

function structsWithin(struct: AnyStruct): AnyStruct[] {
  const inner = struct.wire.flatMap(({ field }) => {
    // That an embedded pointer is there although empty only its outer struct knows.
    if (field.embedded && field.rule === 'pointer') return [];
    const shape = field.shape.kind === 'list' || field.shape.kind === 'map' ? field.shape.of : field.shape;
    return shape.kind === 'struct' ? structsWithin(shape.struct) : [];
  });
  return [struct, ...inner];
}

/** What survives the wire: what JSON says about the value. Members without a number are not on it. */
function shown(struct: AnyStruct, value: Json): Json {
  return parseJson(encodeJson<unknown>(struct, value));
}

function wireShown(struct: AnyStruct, value: JsonObject): Json {
  const { apiVersion: _, kind: __, ...rest } = value;
  const isRoot = struct.fields['apiVersion']?.number === 0;
  return shown(struct, isRoot ? rest : value);
}

describe.each(STRUCTS.map((struct) => [struct.name, struct] as const))('%s', (_, struct) => {
  const runs = { numRuns: 15 };

  test('JSON is read back as it was written, and written the same again', () => {
    fc.assert(
      fc.property(structValues(struct), (value) => {
        const once = shown(struct, value);
        expect(tryDecode(struct, once).kind).toBe('decoded');
        expect(shown(struct, once)).toEqual(once);
      }),
      runs,
    );
  });

  test('protobuf is read back as it was written', () => {
    fc.assert(
      fc.property(structValues(struct), (value) => {
        const bytes = encodeProtobuf<unknown>(struct, value);
        const back = decodeProtobuf(struct, bytes);
        expect(tryDecode(struct, shown(struct, back))).toEqual(tryDecode(struct, wireShown(struct, value)));
        expect(Buffer.from(encodeProtobuf<unknown>(struct, back)).equals(bytes)).toBe(true);
      }),
      runs,
    );
  });

  test('unknown fields stay in the decoded value, and what fits is shared', () => {
    fc.assert(
      fc.property(structValues(struct), (value) => {
        const known = tryDecode(struct, value);
        const decoded = tryDecode(struct, { ...value, notInAnyTable: { a: [1] } });
        expect(decoded).toEqual({
          kind: 'decoded',
          value: { ...(known.kind === 'decoded' ? (known.value as JsonObject) : {}), notInAnyTable: { a: [1] } },
        });
      }),
      runs,
    );
  });

  test('numbers on the wire and names in JSON are used once', () => {
    const numbers = struct.wire.map(({ field }) => field.number);
    const names = struct.members.map(({ key }) => key);
    expect([new Set(numbers).size, new Set(names).size]).toEqual([numbers.length, names.length]);
  });
});
