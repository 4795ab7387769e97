/** Draws values of a type: some sensible, since valid objects have them at members of that name, and some wrong. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { type StructType, structType, type TypeRef } from '../../kube/builtin/type-table.ts';

/** Values of members by their name. */
export type Vocabulary = ReadonlyMap<string, readonly Json[]>;

export interface Drawing {
  readonly random: () => number;
  readonly vocabulary: Vocabulary;
}

const ODD: Readonly<Record<string, readonly Json[]>> = {
  string: [
    'a',
    '',
    'Bad Value!',
    'Aa',
    'a/b',
    'example.com/a',
    '10.0.0.1',
    '-1',
    'a'.repeat(260),
    'fd00::1',
    '2',
    'a.b',
  ],
  int32: [1, -1, 0, 2, 70_000, 2_147_483_647, 30_100, 80],
  int64: [1, -1, 0, 3, 70_000, 9_007_199_254_740_991],
  int: [1, 0, -1],
  bool: [true, false],
  float64: [0.5, 1],
  Quantity: ['1', '-1', '0', '1.5', 'x', '1Gi', '100m', '2'],
  IntOrString: [1, -1, 0, '50%', 'x', '150%', 'Bad Value!', 80],
  Time: ['2024-01-01T00:00:00Z', '2024-01-01T00:00:01Z', 'x'],
  MicroTime: ['2024-01-01T00:00:00.000000Z', 'x'],
  bytes: ['AAEC', '!', ''],
  RawExtension: [{ a: 1 }, 'x', {}],
  FieldsV1: [{}, { 'f:metadata': {} }],
};
/** Schemas hold schemas. */
const DEEPEST = 6;
const KEYS = ['a', 'cpu', 'memory', 'example.com/a', 'x.io/k', 'Bad Key!', 'storage', ''];

/** What the objects say, by the names of their members. */
export function vocabularyOf(objects: readonly JsonObject[]): Vocabulary {
  const found = new Map<string, Map<string, Json>>();
  const note = (name: string, value: Json): void => {
    if (isList(value)) for (const item of value) note(name, item);
    else if (isObject(value)) for (const [key, item] of Object.entries(value)) note(key, item ?? null);
    else if (value !== null) {
      const known = found.get(name) ?? new Map<string, Json>();
      found.set(name, known.set(JSON.stringify(value), value));
    }
  };
  for (const object of objects) note('', object);
  return new Map([...found].map(([name, values]) => [name, [...values.values()]]));
}

/** One of the list. */
export function pick<Item>(items: readonly Item[], random: () => number): Item {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

/** A value for the member of this name. */
export function drawValue(drawing: Drawing, type: TypeRef, name: string, depth = 0): Json {
  const { random } = drawing;
  if (type.kind === 'scalar') return drawScalar(drawing, type.name, name);
  if (type.kind === 'list') {
    const length = pick([0, 1, 1, 1, 2, 2, 3], random);
    return Array.from({ length }, () => drawValue(drawing, type.of, name, depth + 1));
  }
  if (type.kind === 'map') {
    const known = drawing.vocabulary.get(name) ?? [];
    const keys = Array.from({ length: pick([0, 1, 1, 2], random) }, () => pick(KEYS, random));
    const value = (): Json => drawValue(drawing, type.of, known.length > 0 ? name : 'value', depth + 1);
    return Object.fromEntries(keys.map((key) => [key, value()]));
  }
  const struct = structType(type.name);
  return struct === undefined ? {} : drawStruct(drawing, struct, depth);
}

function drawScalar({ random, vocabulary }: Drawing, type: string, name: string): Json {
  const odd = ODD[type] ?? ['a', 1, {}];
  const shape = typeof odd[0];
  const known = (vocabulary.get(name) ?? []).filter(
    (value) => typeof value === shape || ((type === 'IntOrString' || type === 'Quantity') && !isObject(value)),
  );
  return known.length > 0 && random() < 0.75 ? pick(known, random) : pick(odd, random);
}

function drawStruct(drawing: Drawing, struct: StructType, depth: number): Json {
  if (depth > DEEPEST) return {};
  const share = depth > 3 ? 0.15 : Math.min(0.7, 3 / struct.fields.length + 0.1);
  const fields = struct.fields.filter(({ name }) => drawing.random() < share && name !== 'managedFields');
  return Object.fromEntries(fields.map(({ name, type }) => [name, drawValue(drawing, type, name, depth + 1)]));
}
