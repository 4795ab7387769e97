/**
 * Values while they are put together. Go's maps are changed in place and shared between places, and some of what Helm
 * answers comes from just that; so these are mutable, live for one render only, and are copied from what is kept.
 * Numbers are Go's float64, a bigint is an int64 (only `--set` makes those).
 */
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';

export type Table = Map<string, HelmValue>;
export type HelmValue = null | boolean | number | bigint | string | HelmValue[] | Table;

/** A map; not null, not a list. */
export function isTable(value: HelmValue | undefined): value is Table {
  return value instanceof Map;
}

/** What Go reads from JSON: every number is a float64. */
export function fromJson(value: Json | undefined): HelmValue {
  if (value === undefined) return null;
  if (typeof value === 'bigint') return Number(value);
  if (isList(value)) return value.map(fromJson);
  return isObject(value) ? tableOf(value) : value;
}

/** The table of a JSON object. */
export function tableOf(object: JsonObject): Table {
  const table: Table = new Map();
  for (const key of Object.keys(object)) table.set(key, fromJson(object[key]));
  return table;
}

/** A copy that shares nothing. */
export function copyValue(value: HelmValue): HelmValue {
  if (Array.isArray(value)) return value.map(copyValue);
  return isTable(value) ? copyTable(value) : value;
}

/** A copy that shares nothing. */
export function copyTable(table: Table): Table {
  const copy: Table = new Map();
  for (const [key, value] of table) copy.set(key, copyValue(value));
  return copy;
}

/** Go's word for the type of a value, as its runtime names it in messages. */
export function goTypeOf(value: HelmValue | undefined): string {
  if (value === null || value === undefined) return 'nil';
  if (Array.isArray(value)) return '[]interface {}';
  if (isTable(value)) return 'map[string]interface {}';
  if (typeof value === 'bigint') return 'int64';
  if (typeof value === 'number') return 'float64';
  return typeof value === 'boolean' ? 'bool' : 'string';
}
