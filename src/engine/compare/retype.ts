/**
 * A built-in object as Go writes it after reading it into its type: empty optional fields go, quantities and times get their
 * canonical form, a null in a map becomes the zero value. Both sides of a comparison pass through here, so that ways of
 * writing the same thing are no difference.
 */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { type Field, type StructType, structOfKind, structType, type TypeRef } from '../../kube/builtin/type-table.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { canonicalScalar, MISMATCH } from './canonical-scalar.ts';
import { isTyped } from './typed-groups.ts';

export interface RetypeOptions {
  /**
   * What of a manifest that has fields its type does not have, or values of a wrong type: with `refuse` the whole object
   * stays as it is (and stays different), with `keep` such parts alone stay.
   */
  readonly unknown: 'refuse' | 'keep';
  /** Leaves out zero values, also those that Go writes: absent and zero are the same to it. */
  readonly bare?: boolean;
}

/** The object in its type's form; the object itself where its kind has none. */
export function retype(object: KubeObject, options: RetypeOptions): KubeObject {
  const struct = isTyped(object.apiVersion) ? structOfKind(object.apiVersion, object.kind) : undefined;
  if (struct === undefined) return object;
  const typed = retypeStruct(object, struct, options);
  return typed === MISMATCH ? object : (typed as KubeObject);
}

/** A value in the form of a type; `undefined` where it does not fit. */
export function retypeValue(value: Json, type: TypeRef): Json | undefined {
  const typed = convert(value, type, { unknown: 'refuse' });
  return typed === MISMATCH ? undefined : typed;
}

function retypeStruct(value: JsonObject, struct: StructType, options: RetypeOptions): JsonObject | typeof MISMATCH {
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const field = struct.byName.get(key);
    if (field === undefined) {
      if (options.unknown === 'refuse') return MISMATCH;
      result[key] = item;
      continue;
    }
    const typed = retypeField(item, field, options);
    if (typed === MISMATCH) {
      if (options.unknown === 'refuse') return MISMATCH;
      result[key] = item;
    } else if (typed !== undefined) result[key] = typed;
  }
  return result;
}

function retypeField(value: Json, field: Field, options: RetypeOptions): Json | undefined | typeof MISMATCH {
  if (value === null) return undefined;
  const typed = convert(value, field.type, options);
  if (typed === MISMATCH) return MISMATCH;
  if (field.type.pointer) return typed;
  if (options.bare === true) return isZero(typed, field.type) && !isWrittenEmpty(typed, field) ? undefined : typed;
  return field.fact.omit !== undefined && isEmpty(typed, field.type) ? undefined : typed;
}

/** What Go's encoder leaves out: a struct by value is never empty. */
function isEmpty(value: Json, type: TypeRef): boolean {
  if (type.kind === 'struct') return false;
  if (isList(value)) return value.length === 0;
  if (isObject(value)) return type.kind === 'map' && Object.keys(value).length === 0;
  return value === null || value === '' || value === 0 || value === false;
}

function isZero(value: Json, type: TypeRef): boolean {
  if (type.kind === 'scalar' && type.name === 'Quantity') return value === '0';
  if (isObject(value)) return Object.keys(value).length === 0;
  return isList(value) ? value.length === 0 : ZEROES.includes(value);
}

/** Where Go always writes a list or map, an empty one in Git differs from the null that storage answers (recording 091). */
function isWrittenEmpty(value: Json, { type, fact }: Field): boolean {
  return fact.omit === undefined && value !== null && (type.kind === 'list' || type.kind === 'map');
}

const ZEROES: readonly Json[] = [null, '', 0, false];

function convert(value: Json, type: TypeRef, options: RetypeOptions): Json | typeof MISMATCH {
  if (value === null) return zeroOf(type);
  switch (type.kind) {
    case 'scalar':
      return canonicalScalar(value, type.name);
    case 'struct': {
      const struct = structType(type.name);
      if (struct === undefined) return value;
      return isObject(value) ? retypeStruct(value, struct, options) : MISMATCH;
    }
    case 'list':
      return isList(value) ? convertList(value, type.of, options) : MISMATCH;
    case 'map':
      return isObject(value) ? convertMap(value, type.of, options) : MISMATCH;
  }
}

function convertList(value: readonly Json[], of: TypeRef, options: RetypeOptions): Json | typeof MISMATCH {
  const result: Json[] = [];
  for (const item of value) {
    const typed = convert(item, of, options);
    if (typed === MISMATCH) return MISMATCH;
    result.push(typed);
  }
  return result;
}

function convertMap(value: JsonObject, of: TypeRef, options: RetypeOptions): Json | typeof MISMATCH {
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const typed = convert(item, of, options);
    if (typed === MISMATCH) return MISMATCH;
    result[key] = typed;
  }
  return result;
}

function zeroOf(type: TypeRef): Json {
  if (type.pointer) return null;
  if (type.kind === 'struct') return {};
  if (type.kind !== 'scalar') return null;
  switch (type.name) {
    case 'string':
    case 'bytes':
      return '';
    case 'bool':
      return false;
    case 'int32':
    case 'int64':
    case 'float64':
      return 0;
    case 'Quantity':
      return '0';
    default:
      return null;
  }
}
