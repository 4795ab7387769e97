/** JSON and Go values. */
import { isList, isObject, type Json } from '../../base/json-value.ts';
import { GoMap } from './go-map.ts';
import { ANY_MAP } from './go-type.ts';
import type { GoValue } from './go-value.ts';

/** `json.Unmarshal` into `interface{}`: every number is a float64. Objects become new, mutable maps. */
export function fromJson(value: Json): GoValue {
  if (typeof value === 'bigint') return Number(value);
  if (isList(value)) return value.map(fromJson);
  if (!isObject(value)) return value;
  const entries = new Map<string, GoValue>();
  for (const key of Object.keys(value)) {
    const item = value[key];
    if (item !== undefined) entries.set(key, fromJson(item));
  }
  return new GoMap(ANY_MAP, entries);
}
