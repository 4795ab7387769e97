/**
 * A built-in object as Go writes it after reading it into its type: empty optional fields go, quantities and times get their
 * canonical form, a null in a map becomes the zero value. Both sides of a comparison pass through here, so that ways of
 * writing the same thing are no difference.
 */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { type Field, type StructType, structOfKind, structType, type TypeRef } from '../../kube/builtin/type-table.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { canonicalScalar, MISMATCH } from './canonical-scalar.ts';

/**
 * The object in its type's form; the object itself where its kind is not built in. A manifest with fields that its type
 * does not have, or values of a wrong type, stays as it is (and stays different): with `refuse`; with `keep` such parts
 * alone stay.
 */
export function retype(object: KubeObject, unknown: 'refuse' | 'keep'): KubeObject {
  const struct = structOfKind(object.apiVersion, object.kind);
  if (struct === undefined) return object;
  const typed = retypeStruct(object, struct, unknown);
  return typed === MISMATCH ? object : (typed as KubeObject);
}

/** A value in the form of a type; `undefined` where it does not fit. */
export function retypeValue(value: Json, type: TypeRef): Json | undefined {
  const typed = convert(value, type, 'refuse');
  return typed === MISMATCH ? undefined : typed;
}

type Unknown = 'refuse' | 'keep';

function retypeStruct(value: JsonObject, struct: StructType, unknown: Unknown): JsonObject | typeof MISMATCH {
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const field = struct.byName.get(key);
    if (field === undefined) {
      if (unknown === 'refuse') return MISMATCH;
      result[key] = item;
      continue;
    }
    const typed = retypeField(item, field, unknown);
    if (typed === MISMATCH) {
      if (unknown === 'refuse') return MISMATCH;
      result[key] = item;
    } else if (typed !== undefined) result[key] = typed;
  }
  return result;
}

function retypeField(value: Json, field: Field, unknown: Unknown): Json | undefined | typeof MISMATCH {
  if (value === null) return undefined;
  const typed = convert(value, field.type, unknown);
  if (typed === MISMATCH) return MISMATCH;
  const omitted = field.fact.omit !== undefined && !field.type.pointer && isEmpty(typed, field.type);
  return omitted ? undefined : typed;
}

/** What Go's encoder leaves out: a struct by value is never empty. */
function isEmpty(value: Json, type: TypeRef): boolean {
  if (type.kind === 'struct') return false;
  if (isList(value)) return value.length === 0;
  if (isObject(value)) return type.kind === 'map' && Object.keys(value).length === 0;
  return value === null || value === '' || value === 0 || value === false;
}

function convert(value: Json, type: TypeRef, unknown: Unknown): Json | typeof MISMATCH {
  if (value === null) return zeroOf(type);
  switch (type.kind) {
    case 'scalar':
      return canonicalScalar(value, type.name);
    case 'struct': {
      const struct = structType(type.name);
      if (struct === undefined) return value;
      return isObject(value) ? retypeStruct(value, struct, unknown) : MISMATCH;
    }
    case 'list':
      return isList(value) ? convertList(value, type.of, unknown) : MISMATCH;
    case 'map':
      return isObject(value) ? convertMap(value, type.of, unknown) : MISMATCH;
  }
}

function convertList(value: readonly Json[], of: TypeRef, unknown: Unknown): Json | typeof MISMATCH {
  const result: Json[] = [];
  for (const item of value) {
    const typed = convert(item, of, unknown);
    if (typed === MISMATCH) return MISMATCH;
    result.push(typed);
  }
  return result;
}

function convertMap(value: JsonObject, of: TypeRef, unknown: Unknown): Json | typeof MISMATCH {
  const result: Record<string, Json> = {};
  for (const [key, item] of Object.entries(value)) {
    if (item === undefined) continue;
    const typed = convert(item, of, unknown);
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
