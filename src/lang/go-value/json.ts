/** JSON and Go values. */
import type { Json } from '../../base/json-value.ts';
import { GoMap } from './go-map.ts';
import { ANY_MAP } from './go-type.ts';
import type { GoValue } from './go-value.ts';

/** `json.Unmarshal` into `interface{}`: every number is a float64. Objects become new, mutable maps. */
export function fromJson(value: Json): GoValue {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(fromJson);
  const entries = new Map<string, GoValue>();
  for (const [key, item] of Object.entries(value)) {
    if (item !== undefined) entries.set(key, fromJson(item));
  }
  return new GoMap(ANY_MAP, entries);
}
