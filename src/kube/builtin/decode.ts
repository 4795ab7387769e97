/**
 * Reads objects of built-in kinds as Go's decoder does and gives them the form Go would write them in: known fields in
 * field order, canonical quantities and times, no nulls and zeroes where they are left out, empty structs where they are not.
 */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { kubeFault } from '../object/kube-fault.ts';
import { NAMED_TYPES } from './named-types.ts';
import { decodeScalar, zeroScalar } from './scalars.ts';
import { type Field, type StructType, shortTypeName, structOfKind, structType, type TypeRef } from './type-table.ts';

export interface Decoded {
  readonly object: JsonObject;
  /** Paths of fields the type does not have, e.g. `spec.containers[0].odd`, in the order of the text. */
  readonly unknown: readonly string[];
}

interface Place {
  /** The innermost struct: what messages call the type of the whole. */
  readonly struct: StructType;
  /** The last step into it. */
  readonly field?: Field;
  /** The place of the struct, in which messages name inlined structs too. */
  readonly outer?: Place;
  /** With indexes and keys, for unknown fields. */
  readonly path: string;
  readonly unknown: string[];
  /** Where all mistakes are looked for in the order of the text: those that were met and let Go read on. */
  readonly met?: Error[];
}

/**
 * Decodes an object of this type. Throws `kube.bad-request` with Go's sentence (`json: cannot unmarshal …`) for the first
 * value of a wrong type.
 */
export function decodeTyped(object: JsonObject, struct: StructType): Decoded {
  const unknown: string[] = [];
  const decoded = decodeOrThrow(object, struct, unknown);
  return { object: decoded, unknown: unknown.length < 2 ? unknown : inTextOrder(object, '', new Set(unknown)) };
}

function decodeOrThrow(object: JsonObject, struct: StructType, unknown: string[]): JsonObject {
  try {
    return decodeStruct(object, struct, { struct, path: '', unknown });
  } catch (error) {
    // Of several mistakes the first one that ends the reading is told, else the first in the text.
    const met: Error[] = [];
    decodeStruct(object, struct, { struct, path: '', unknown: [], met });
    throw met[0] ?? error;
  }
}

/** Go meets members in the order of the text. */
function inTextOrder(value: Json, path: string, paths: ReadonlySet<string>): readonly string[] {
  if (isList(value)) return value.flatMap((item, index) => inTextOrder(item, `${path}[${index}]`, paths));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    const inner = join(path, name);
    return paths.has(inner) ? [inner] : inTextOrder(item ?? null, inner, paths);
  });
}

/** An object of a kind with nothing in it, as Go writes it: what the first write of an object is compared with. */
export function emptyObject(apiVersion: string, kind: string): JsonObject {
  const struct = structOfKind(apiVersion, kind);
  const head = { apiVersion, kind };
  return struct === undefined ? head : decodeTyped(head, struct).object;
}

function decodeStruct(value: JsonObject, struct: StructType, place: Place): JsonObject {
  if (place.met !== undefined) return decodeInTextOrder(value, struct, place);
  const result: Record<string, Json> = {};
  let known = 0;
  for (const field of struct.fields) {
    const { name } = field;
    const present = Object.hasOwn(value, name);
    if (present) known++;
    const item = present ? value[name] : undefined;
    const isAbsent = item === undefined || item === null;
    const decoded = isAbsent ? absentField(field) : decodeField(item, field, struct, place);
    if (decoded !== undefined) result[name] = decoded;
  }
  if (known < Object.keys(value).length) {
    for (const name of Object.keys(value)) if (!struct.byName.has(name)) place.unknown.push(join(place.path, name));
  }
  return result;
}

/** Only for the mistakes. */
function decodeInTextOrder(value: JsonObject, struct: StructType, place: Place): JsonObject {
  for (const [name, item] of Object.entries(value)) {
    const field = struct.byName.get(name);
    if (field !== undefined && item !== undefined && item !== null) decodeField(item, field, struct, place);
  }
  return {};
}

function decodeField(value: Json, field: Field, struct: StructType, place: Place): Json | undefined {
  const { type, fact } = field;
  const inner: Place = {
    struct,
    field,
    outer: place,
    path: join(place.path, field.name),
    unknown: place.unknown,
    ...(place.met && { met: place.met }),
  };
  const decoded = decodeValue(value, type, inner);
  if (KEPT_EMPTY.has(`${struct.name}.${field.name}`)) return decoded;
  return fact.omit !== undefined && isLeftOut(decoded, type, fact.omit) ? undefined : decoded;
}

/** Lists that say something else empty than absent, for defaults. Objects with empty ones are never stored. */
const KEPT_EMPTY: ReadonlySet<string> = new Set([
  'autoscaling/v2.HPAScalingRules.policies',
  'core/v1.VolumeResourceRequirements.requests',
]);

const absentFields = new Map<Field, Json | undefined>();

/** `absent`, found once a field: most fields of most structs are. */
function absentField(field: Field): Json | undefined {
  const known = absentFields.get(field);
  if (known !== undefined || absentFields.has(field)) return known;
  const found = absent(field.type, field.fact.omit);
  absentFields.set(field, found);
  return found;
}

/** What Go writes for a field nobody set. */
function absent(type: TypeRef, omit: string | undefined): Json | undefined {
  if (type.pointer || type.kind === 'list' || type.kind === 'map') return omit === undefined ? null : undefined;
  if (type.kind === 'scalar') return zeroScalar(type.name, omit);
  return omit === 'zero' ? undefined : zeroStruct(type.name);
}

const zeroStructs = new Map<string, JsonObject>();

function zeroStruct(name: string): JsonObject {
  let zero = zeroStructs.get(name);
  if (zero === undefined) {
    const struct = structType(name);
    zero = struct === undefined ? {} : decodeTyped({}, struct).object;
    zeroStructs.set(name, zero);
  }
  return zero;
}

/** `omitempty` leaves out zero scalars and empty lists and maps, never structs; `omitzero` also structs. */
function isLeftOut(value: Json, type: TypeRef, omit: string): boolean {
  if (type.pointer) return false;
  // No bytes are an empty list.
  if (value === '' && type.kind === 'scalar' && type.name === 'bytes') return true;
  if (isList(value)) return value.length === 0 && type.kind !== 'scalar';
  if (isObject(value)) return Object.keys(value).length === 0 && (type.kind === 'map' || omit === 'zero');
  return (
    type.kind === 'scalar' && zeroScalar(type.name, undefined) === value && zeroScalar(type.name, omit) === undefined
  );
}

function decodeValue(value: Json, type: TypeRef, place: Place): Json {
  switch (type.kind) {
    case 'struct': {
      const struct = structType(type.name);
      if (!isObject(value)) return refuse(mismatch(value, goName(type, namedType(place)), place), place);
      return struct === undefined ? value : decodeStruct(value, struct, place);
    }
    case 'list':
      if (!isList(value)) return refuse(mismatch(value, goName(type, namedType(place)), place), place);
      return value.map((item, index) => decodeElement(item, type.of, `[${index}]`, place));
    case 'map':
      if (!isObject(value)) return refuse(mismatch(value, goName(type, namedType(place)), place), place);
      return decodeMap(value, type.of, place);
    case 'scalar': {
      if (Object.hasOwn(SCHEMA_CHOICES, type.name)) return decodeSchemaChoice(value, type.name, place);
      const decoded = decodeScalar(value, type.name);
      if (decoded.kind === 'ok') return decoded.value;
      const why = mismatch(value, decoded.goType ?? goName(type, namedType(place)), place, decoded.message);
      if (READ_BY_THEMSELVES.has(type.name)) throw why;
      return refuse(why, place);
    }
  }
}

/** Types that read their own JSON: what is wrong with one ends the reading of the whole. */
const READ_BY_THEMSELVES: ReadonlySet<string> = new Set(['Duration', 'IntOrString', 'MicroTime', 'Quantity', 'Time']);

/** A value of another type is passed over, and told at the end. */
function refuse(why: Error, { met }: Place): Json {
  if (met === undefined) throw why;
  met.push(why);
  return null;
}

/** Schemas in the place of something simpler; they read their own JSON, so that nothing in them is told to be unknown. */
const SCHEMA_CHOICES: Readonly<Record<string, string>> = {
  JSONSchemaPropsOrArray: 'JSON schema or array of JSON schemas',
  JSONSchemaPropsOrBool: 'boolean or JSON schema expected',
  JSONSchemaPropsOrStringArray: 'JSON schema or array of texts',
};

function decodeSchemaChoice(value: Json, name: string, place: Place): Json {
  const struct = structType('apiextensions/v1.JSONSchemaProps');
  if (struct === undefined) return value;
  const quiet: Place = { ...place, unknown: [] };
  if (isObject(value)) return decodeStruct(value, struct, quiet);
  if (name === 'JSONSchemaPropsOrBool' && typeof value !== 'boolean') {
    throw kubeFault({ code: 'kube.bad-request', message: SCHEMA_CHOICES[name] ?? '' });
  }
  if (name !== 'JSONSchemaPropsOrArray' || !isList(value)) return value;
  const of: TypeRef = { kind: 'struct', name: 'apiextensions/v1.JSONSchemaProps', pointer: false };
  return value.map((item, index) => decodeElement(item, of, `[${index}]`, quiet));
}

function decodeMap(value: JsonObject, of: TypeRef, place: Place): Json {
  // Maps of plain text are most maps, and stay as they are.
  const plain = of.kind === 'scalar' && of.name === 'string';
  const entries = Object.entries(value);
  if (plain && entries.every(([, item]) => typeof item === 'string')) return value;
  return Object.fromEntries(entries.map(([key, item]) => [key, decodeElement(item ?? null, of, `.${key}`, place)]));
}

function decodeElement(item: Json, of: TypeRef, step: string, place: Place): Json {
  if (item === null) return absent(of, undefined) ?? null;
  return decodeValue(item, of, { ...place, path: `${place.path}${step}` });
}

function mismatch(value: Json, goType: string, place: Place, message?: string): Error {
  const text =
    message ??
    `json: cannot unmarshal ${jsonKind(value, goType)} into Go struct field ${shortTypeName(place.struct.name)}.${namesOf(place).join('.')} of type ${goType}`;
  return kubeFault({ code: 'kube.bad-request', message: text });
}

/** A number that does not fit its type is shown; one where something else is wanted is not. */
function jsonKind(value: Json, goType: string): string {
  if (isList(value)) return 'array';
  if (isObject(value)) return 'object';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return /^(int|float)/.test(goType) ? `number ${String(value)}` : 'number';
}

/** Names from the root, those of inlined structs among them. */
function namesOf({ field, outer }: Place): readonly string[] {
  if (field === undefined) return [];
  return [...(outer === undefined ? [] : namesOf(outer)), ...field.through, field.name];
}

function namedType({ field }: Place): string | undefined {
  const key = field === undefined ? '' : `${field.owner}.${field.name}`;
  return Object.hasOwn(NAMED_TYPES, key) ? NAMED_TYPES[key] : undefined;
}

function goName(type: TypeRef, named: string | undefined): string {
  switch (type.kind) {
    case 'list':
      return `[]${goName(type.of, named)}`;
    case 'map':
      return named ?? `map[string]${goName(type.of, undefined)}`;
    case 'struct':
      return `${versionOf(type.name)}.${shortTypeName(type.name)}`;
    case 'scalar':
      return named ?? GO_SCALARS[type.name] ?? type.name;
  }
}

const GO_SCALARS: Readonly<Record<string, string>> = { bytes: '[]uint8', JSON: 'v1.JSON' };

/** `autoscaling/v2.MetricSpec` → `v2`. */
function versionOf(name: string): string {
  return name.slice(name.indexOf('/') + 1, name.lastIndexOf('.'));
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
