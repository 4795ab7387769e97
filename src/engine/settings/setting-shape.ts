/** Parts of a parsed setting, where anything may have been written. */
import { isList, isObject, type Json, type JsonObject, member } from '../../base/json-value.ts';

/** The texts of a list; undefined where there is no list. */
export function textsAt(value: Json | undefined, key: string): readonly string[] | undefined {
  const list = member(value, key);
  return isList(list) ? list.filter((item): item is string => typeof item === 'string') : undefined;
}

/** The objects of a list; empty for anything else. */
export function objectsOf(value: Json | undefined): readonly JsonObject[] {
  return isList(value) ? value.filter(isObject) : [];
}
