/**
 * The form in which a built-in object comes back from storage. Kubernetes stores its own kinds as protobuf, which knows no
 * empty lists and maps: those that Go always writes come back as null. Source: recording 091 (`limits: []` of a LimitRange).
 */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { type StructType, structType, type TypeRef } from './type-table.ts';

/** The object as a server reads it back; the same value where nothing is empty. It must be decoded (`decodeTyped`). */
export function storedForm(object: JsonObject, struct: StructType): JsonObject {
  let result = object;
  for (const { name, type, fact } of struct.fields) {
    const value = object[name];
    if (value === undefined || type.kind === 'scalar') continue;
    const always = fact.omit === undefined && !type.pointer;
    const stored = always && isEmpty(value) && type.kind !== 'struct' ? null : storedValue(value, type);
    if (stored !== value) result = { ...result, [name]: stored };
  }
  return result;
}

function isEmpty(value: Json): boolean {
  return isList(value) ? value.length === 0 : isObject(value) && Object.keys(value).length === 0;
}

function storedValue(value: Json, type: TypeRef): Json {
  if (type.kind === 'struct' && isObject(value)) {
    const struct = structType(type.name);
    return struct === undefined ? value : storedForm(value, struct);
  }
  if (type.kind === 'list' && type.of.kind === 'struct' && isList(value)) {
    const items = value.map((item) => storedValue(item, type.of));
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  return value;
}
