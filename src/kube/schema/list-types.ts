/** Lists of type `set` and `map` hold no two equal elements or keys. */
import { canonicalJson, goJson } from '../../base/json/stringify.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { FieldCause } from '../object/kube-fault.ts';
import { itemSchema, joinPath, memberSchema } from './structural.ts';

/** Duplicates in this value and all in it. */
export function wrongListElements(value: Json, schema: JsonObject, path = ''): readonly FieldCause[] {
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
  if (type === 'set') return repeated(list, path);
  if (type !== 'map') return [];
  const odd = list.findIndex((item) => item !== null && !isObject(item));
  if (odd >= 0) {
    const message = `Invalid value: ${goJson(list[odd] ?? null)}: must be an object for an array of list-type map`;
    return [{ field: `${path}[${odd}]`, message, reason: 'FieldValueInvalid' }];
  }
  const keys = isList(schema['x-kubernetes-list-map-keys']) ? schema['x-kubernetes-list-map-keys'].map(String) : [];
  return repeated(
    list.map((item) => keyOf(isObject(item) ? item : {}, keys)),
    path,
  );
}

/** Only the first repetition of a value is told. */
function repeated(values: readonly Json[], path: string): readonly FieldCause[] {
  const times = new Map<string, number>();
  return values.flatMap((value, index): FieldCause[] => {
    const text = canonicalJson(value);
    const count = times.get(text) ?? 0;
    times.set(text, count + 1);
    return count === 1
      ? [{ field: `${path}[${index}]`, message: `Duplicate value: ${goJson(value)}`, reason: 'FieldValueDuplicate' }]
      : [];
  });
}

function keyOf(item: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.filter((key) => item[key] !== undefined).map((key) => [key, item[key]]));
}
