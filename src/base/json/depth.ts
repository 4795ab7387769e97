/** Nesting depth of values. */
import { isList, isObject, type Json } from '../json-value.ts';

/** True where lists and objects stand more than `limit` deep. Recurses no deeper than that itself. */
export function isDeeperThan(value: Json | undefined, limit: number): boolean {
  if (isList(value)) {
    if (limit === 0) return true;
    for (const item of value) if (typeof item === 'object' && isDeeperThan(item, limit - 1)) return true;
    return false;
  }
  if (!isObject(value)) return false;
  if (limit === 0) return true;
  for (const key in value) {
    const item = value[key];
    if (typeof item === 'object' && isDeeperThan(item, limit - 1)) return true;
  }
  return false;
}
