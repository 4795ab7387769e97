/**
 * An object that went through Lua, with its empty tables as they were. Tables do not say whether they are lists; an empty
 * one becomes `[]`. Where the object had a map at the same place it becomes `{}` again.
 */
import { isList, isObject, type Json, member } from '../../../base/json-value.ts';

export function restoreEmpty(now: Json, before: Json | undefined): Json {
  if (isList(now)) return isObject(before) && now.length === 0 ? {} : restoredList(now, before);
  if (!isObject(now) || !isObject(before)) return now;
  return Object.fromEntries(
    Object.entries(now).map(([key, value]) => [key, restoreEmpty(value ?? null, member(before, key))]),
  );
}

function restoredList(now: readonly Json[], before: Json | undefined): Json {
  return isList(before) ? now.map((item, index) => restoreEmpty(item, before[index])) : now;
}
