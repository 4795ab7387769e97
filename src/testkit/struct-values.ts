/** Arbitrary JSON values of a field table, for property tests over every struct. */
import fc from 'fast-check';
import type { AnyStruct, Field, Shape } from '../api/schema/field.ts';
import { setOwn } from '../base/json/own.ts';
import type { Json, JsonObject } from '../base/json-value.ts';

const text = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('', 'a <b> & c', 'ключ', '__proto__', '10', '9'));
const int32 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 });
const int64 = fc.oneof(
  int32,
  fc.integer(),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
  fc.bigInt({ min: -(2n ** 63n), max: -(2n ** 53n) }),
);
const time = fc
  .integer({ min: -1_000_000_000, max: 4_000_000_000 })
  .filter((seconds) => seconds !== 0)
  .map((seconds) => `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`);
const base64 = fc.uint8Array({ minLength: 1, maxLength: 8 }).map((bytes) => Buffer.from(bytes).toString('base64'));
const scalar = fc.oneof(fc.constantFrom<Json>(true, false, 0, 1.5), text, int64);
const rawObject: fc.Arbitrary<Json> = fc.dictionary(text, fc.oneof(scalar, fc.array(scalar, { maxLength: 2 })), {
  maxKeys: 3,
});

/** Values that a decoder takes and that survive every codec: what is optional is sometimes left out. */
export function structValues(struct: AnyStruct, depth = 4): fc.Arbitrary<JsonObject> {
  const members = struct.members.map(({ key, field }) => memberValues(field, depth).map((value) => ({ key, value })));
  return fc.tuple(...members).map((pairs) => {
    const object: Record<string, Json> = {};
    for (const { key, value } of pairs) if (value !== undefined) setOwn(object, key, value);
    return object;
  });
}

function memberValues(field: Field, depth: number): fc.Arbitrary<Json | undefined> {
  const present = shapeValues(field.shape, depth - 1);
  if (field.rule === 'nullable') return fc.option(present, { nil: null });
  if (field.presence === 'required') return present;
  if (depth <= 0) return fc.constant(undefined);
  return fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: present });
}

function shapeValues(shape: Shape, depth: number): fc.Arbitrary<Json> {
  switch (shape.kind) {
    case 'struct':
      return structValues(shape.struct, depth);
    case 'list':
      return fc.array(shapeValues(shape.of, depth), { maxLength: depth > 0 ? 2 : 0 });
    case 'map':
      return fc.dictionary(text, shapeValues(shape.of, depth), { maxKeys: depth > 0 ? 2 : 0 });
    case 'flag':
      return fc.boolean();
    case 'int64':
      return int64;
    case 'int32':
      return int32;
    case 'time':
      return time;
    case 'bytes':
      return base64;
    case 'raw':
      return scalar;
    case 'rawObject':
      return rawObject;
    case 'intOrString':
      return fc.oneof(int32, text);
    default:
      return shape.kind === 'quantity' ? fc.constantFrom('1', '100m', '2Gi') : text;
  }
}
