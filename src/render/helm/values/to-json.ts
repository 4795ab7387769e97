/** Values as plain JSON, for whoever reads them only. An int64 stays a bigint. */
import { setOwn } from '../../../base/json/own.ts';
import type { Json } from '../../../base/json-value.ts';
import { type HelmValue, isTable } from './table.ts';

export function toJson(value: HelmValue): Json {
  if (Array.isArray(value)) return value.map(toJson);
  if (!isTable(value)) return value;
  const object: Record<string, Json> = {};
  for (const [key, inner] of value) setOwn(object, key, toJson(inner));
  return object;
}
