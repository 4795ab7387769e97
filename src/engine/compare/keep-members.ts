import { isList, isObject, type Json } from '../../base/json-value.ts';

/**
 * `value` with only those object members that `pattern` has, too; lists of equal length element by element. What is left
 * is the part of a value that somebody wrote, without what the server filled in.
 */
export function keepMembers(pattern: Json | undefined, value: Json): Json {
  if (isObject(pattern) && isObject(value)) {
    const kept: Record<string, Json> = {};
    for (const [key, item] of Object.entries(value)) {
      if (item !== undefined && Object.hasOwn(pattern, key)) kept[key] = keepMembers(pattern[key], item);
    }
    return kept;
  }
  if (isList(pattern) && isList(value) && pattern.length === value.length) {
    return value.map((item, index) => keepMembers(pattern[index], item));
  }
  return value;
}
