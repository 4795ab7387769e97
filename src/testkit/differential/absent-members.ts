/** Gives a valid object of a built-in kind what it leaves out: each absent member, with values right and wrong for its type. */
import { isList, isObject, type Json, type JsonObject, textAt } from '../../base/json-value.ts';
import { type StructType, structOfKind, structType, type TypeRef } from '../../kube/builtin/type-table.ts';
import type { Edit } from './edit.ts';

/** The first is a plain one. */
const SCALARS: Readonly<Record<string, readonly Json[]>> = {
  string: ['a', '', 'Bad Value!', 'Aa', 'a/b', 'example.com/a', '10.0.0.1', '-1', 'a'.repeat(260)],
  int32: [1, -1, 0, 70_000, 2_147_483_647],
  int64: [1, -1, 0, 70_000],
  bool: [true, false],
  Quantity: ['1', '-1', '0', '1.5', 'x', '1Gi', '100m'],
  IntOrString: [1, -1, 0, '50%', 'x', '150%', 'Bad Value!'],
  Time: ['2024-01-01T00:00:00Z', 'x'],
  MicroTime: ['2024-01-01T00:00:00.000000Z', 'x'],
  bytes: ['AAEC', '!', ''],
  RawExtension: [{ a: 1 }, 'x'],
};
const KEPT_BY_SERVER = /^\/(apiVersion|kind|status)$/;
const MOST = 2500;

/** Edits that add one member each; of members at like places in a list, those of the first element. */
export function absentMembers(object: JsonObject): readonly Edit[] {
  const struct = structOfKind(textAt(object, 'apiVersion') ?? '', textAt(object, 'kind') ?? '');
  if (struct === undefined) return [];
  const seen = new Set<string>();
  const edits = [...inStruct(object, struct, '')].filter(({ path, value }) => {
    const key = `${path.replace(/\/\d+(?=\/|$)/g, '/*')} ${JSON.stringify(value)}`;
    const known = seen.has(key);
    seen.add(key);
    return !known;
  });
  const step = Math.max(1, edits.length / MOST);
  return Array.from({ length: Math.min(edits.length, MOST) }, (_, at) => edits[Math.floor(at * step)]).filter(
    (edit): edit is Edit => edit !== undefined,
  );
}

function* inStruct(value: JsonObject, struct: StructType, path: string): Generator<Edit> {
  // Schemas hold schemas; templates are pods again.
  const depth = struct.name.includes('JSONSchemaProps') || /\/(template|jobTemplate)\//.test(path) ? 0 : 1;
  for (const { name, type } of struct.fields) {
    const place = `${path}/${name}`;
    const item = value[name];
    if (KEPT_BY_SERVER.test(place)) continue;
    if (item !== undefined) yield* inValue(item, type, place);
    else for (const one of valuesOf(type, depth)) yield { op: 'add', path: place, value: one };
  }
}

function* inValue(value: Json, type: TypeRef, path: string): Generator<Edit> {
  if (type.kind === 'struct' && isObject(value)) {
    const struct = structType(type.name);
    if (struct !== undefined) yield* inStruct(value, struct, path);
  } else if (type.kind === 'list' && isList(value)) {
    for (const [index, item] of value.entries()) yield* inValue(item, type.of, `${path}/${index}`);
  }
}

function valuesOf(type: TypeRef, depth: number): readonly Json[] {
  if (type.kind === 'scalar') return SCALARS[type.name] ?? ['a', 1, {}];
  const whole = filled(type, 3);
  if (type.kind === 'map') {
    const inner = filled(type.of, 2);
    return [{}, { 'Bad Key!': inner }, ...valuesOf(type.of, 0).map((value) => ({ 'x.io/k': value }))];
  }
  if (type.kind === 'struct') return [{}, whole, ...(depth > 0 ? variants(type.name, depth - 1) : [])];
  const one = filled(type.of, 2);
  const each =
    type.of.kind === 'struct' ? (depth > 0 ? variants(type.of.name, depth - 1) : [{}]) : valuesOf(type.of, 0);
  return [[], [one], [one, one], ...each.map((value) => [value])];
}

/** A struct with each of its members alone, and with all of which one is odd. */
function variants(name: string, depth: number): readonly Json[] {
  const fields = structType(name)?.fields ?? [];
  const whole = filled({ kind: 'struct', name, pointer: false }, 2) as JsonObject;
  return fields.flatMap((field) => [
    ...valuesOf(field.type, depth).map((value): Json => ({ [field.name]: value })),
    ...(field.type.kind === 'scalar' ? valuesOf(field.type, 0) : [{}]).map(
      (value): Json => ({ ...whole, [field.name]: value }),
    ),
  ]);
}

/** A value with all members, so many levels deep. */
function filled(type: TypeRef, depth: number): Json {
  if (type.kind === 'scalar') return SCALARS[type.name]?.[0] ?? 'a';
  if (type.kind === 'list') return depth > 0 ? [filled(type.of, depth)] : [];
  if (type.kind === 'map') return { a: filled(type.of, depth - 1) };
  const fields = depth > 0 ? (structType(type.name)?.fields ?? []) : [];
  return Object.fromEntries(fields.map((field) => [field.name, filled(field.type, depth - 1)]));
}
