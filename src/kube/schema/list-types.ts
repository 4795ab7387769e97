/** Lists of type `set` and `map` hold no two equal elements or keys. */
import { stringifyJson } from '../../base/json/stringify.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { itemSchema, joinPath, memberSchema } from './structural.ts';

/** Duplicates in this value and all in it. */
export function wrongListElements(value: Json, schema: JsonObject, path: string): readonly FieldCause[] {
  if (isObject(value)) {
    return Object.entries(value).flatMap(([name, item]) => {
      const inner = memberSchema(schema, name);
      return item === undefined || inner === undefined || inner === 'open'
        ? []
        : wrongListElements(item, inner, joinPath(path, name));
    });
  }
  if (!isList(value)) return [];
  const items = itemSchema(schema);
  const below =
    items === undefined ? [] : value.flatMap((item, index) => wrongListElements(item, items, `${path}[${index}]`));
  return [...duplicates(value, schema, path), ...below];
}

function duplicates(list: readonly Json[], schema: JsonObject, path: string): readonly FieldCause[] {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return [];
  const keys = isList(schema['x-kubernetes-list-map-keys']) ? schema['x-kubernetes-list-map-keys'].map(String) : [];
  const seen = new Set<string>();
  return list.flatMap((item, index): FieldCause[] => {
    const field = `${path}[${index}]`;
    if (type === 'map' && !isObject(item)) {
      const message = `Invalid value: ${stringifyJson(item)}: must be an object for an array of list-type map`;
      return [{ field, message, reason: 'FieldValueInvalid' }];
    }
    const text = stringifyJson(type === 'map' && isObject(item) ? keyOf(item, keys) : item);
    if (!seen.has(text)) {
      seen.add(text);
      return [];
    }
    return [{ field, message: `Duplicate value: ${text}`, reason: 'FieldValueDuplicate' }];
  });
}

function keyOf(item: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.filter((key) => item[key] !== undefined).map((key) => [key, item[key]]));
}
