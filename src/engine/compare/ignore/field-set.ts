/** Field sets as managedFields hold them (`fieldsV1`): which parts of an object a manager owns. */

import { tryParseJson } from '../../../base/json/parse.ts';
import { jsonEqual } from '../../../base/json-equal.ts';
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';

/** The member of a value that one key of a field set names (`f:name`, `k:{…}`, `v:…`, `i:0`), as a step of its path. */
export function stepOf(key: string, value: Json | undefined): string | number | undefined {
  const kind = key.slice(0, 2);
  const rest = key.slice(2);
  if (kind === 'f:') return isObject(value) && Object.hasOwn(value, rest) ? rest : undefined;
  if (!isList(value)) return undefined;
  if (kind === 'i:') return Number(rest) < value.length ? Number(rest) : undefined;
  const wanted = tryParseJson(rest);
  const index = value.findIndex((item) => (kind === 'k:' ? hasKey(item, wanted) : jsonEqual(item, wanted)));
  return index < 0 ? undefined : index;
}

/** True where the set says that the manager owns this path of the value, or a whole that holds it. */
export function owns(fields: JsonObject, value: Json | undefined, path: readonly (string | number)[]): boolean {
  const [step, ...rest] = path;
  if (step === undefined) return true;
  for (const [key, inner] of Object.entries(fields)) {
    if (key === '.' || !isObject(inner) || stepOf(key, value) !== step) continue;
    if (Object.keys(inner).length === 0) return true;
    const next = isList(value) ? value[Number(step)] : isObject(value) ? value[String(step)] : undefined;
    return owns(inner, next, rest);
  }
  return false;
}

/** The value without the leaves that a field set names. */
export function removeFields(value: Json, fields: JsonObject): Json {
  let result: Json = value;
  for (const [key, inner] of Object.entries(fields)) {
    const step = key === '.' ? undefined : stepOf(key, result);
    if (step === undefined || !isObject(inner)) continue;
    result = Object.keys(inner).length === 0 ? without(result, step) : withInner(result, step, inner);
  }
  return result;
}

function withInner(value: Json, step: string | number, fields: JsonObject): Json {
  if (isList(value)) return value.map((item, index) => (index === step ? removeFields(item, fields) : item));
  if (!isObject(value)) return value;
  return { ...value, [step]: removeFields(value[step] ?? null, fields) };
}

function without(value: Json, step: string | number): Json {
  if (isList(value)) return value.filter((_, index) => index !== step);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== step));
}

function hasKey(item: Json, wanted: Json | undefined): boolean {
  if (!isObject(item) || !isObject(wanted)) return false;
  return Object.entries(wanted).every(([key, value]) => Object.hasOwn(item, key) && jsonEqual(item[key], value));
}
