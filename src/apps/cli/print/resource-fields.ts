/** Live resources as rows of `FIELD VALUE`, whole or only fields that somebody asked for (`argocd app get-resource`). Pure. */
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';

export interface ShownResource {
  readonly name: string;
  readonly object: JsonObject;
}

/** Every leaf with its path, `a.b[0].c`, in the order of the object. Empty maps and lists have none. */
export function fieldRows(object: JsonObject, before = ''): readonly (readonly [string, string])[] {
  return Object.entries(object).flatMap(([key, value]) => valueRows(value ?? null, `${before}${key}`));
}

function valueRows(value: Json, field: string): readonly (readonly [string, string])[] {
  if (isObject(value)) return fieldRows(value, `${field}.`);
  if (!isList(value)) return [[field, leafText(value)]];
  return value.flatMap((item, at): readonly (readonly [string, string])[] =>
    isObject(item) ? fieldRows(item, `${field}[${at}].`) : [[`${field}[${at}]`, leafText(item)]],
  );
}

function leafText(value: Json): string {
  if (value === null) return '<nil>';
  if (isList(value)) return `[${value.map(leafText).join(' ')}]`;
  if (isObject(value))
    return `map[${Object.entries(value)
      .map(([key, one]) => `${key}:${leafText(one ?? null)}`)
      .join(' ')}]`;
  return String(value);
}

/**
 * The object with these fields only, each a path with dots. One that is not there is looked for in the items of lists on its
 * way, and then stands alone, as it does in Argo CD's client.
 */
export function withFields(object: JsonObject, fields: readonly string[]): JsonObject {
  let kept: JsonObject = {};
  for (const field of fields) {
    const path = field.split('.');
    const value = at(object, path);
    kept = value === undefined ? (inLists(object, path) ?? {}) : placed(kept, path, value);
  }
  return kept;
}

function at(object: Json, path: readonly string[]): Json | undefined {
  let value: Json | undefined = object;
  for (const key of path) value = value !== undefined && isObject(value) ? ownValue(value, key) : undefined;
  return value;
}

function ownValue(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

function placed(object: JsonObject, [key = '', ...rest]: readonly string[], value: Json): JsonObject {
  if (rest.length === 0) return { ...object, [key]: value };
  const inner = ownValue(object, key) ?? {};
  return { ...object, [key]: placed(isObject(inner) ? inner : {}, rest, value) };
}

/** The first list on the way, with what its items have at the rest of the path. */
function inLists(object: JsonObject, path: readonly string[]): JsonObject | undefined {
  for (let depth = 1; depth <= path.length; depth++) {
    const [way, rest] = [path.slice(0, depth), path.slice(depth)];
    const list = at(object, way);
    if (list === undefined || !isList(list)) continue;
    return placed({}, way, itemsWith(list.filter(isObject), rest));
  }
  return undefined;
}

function itemsWith(items: readonly JsonObject[], rest: readonly string[]): readonly Json[] {
  const direct = items.flatMap((item) => {
    const value = at(item, rest);
    return value === undefined || rest.length === 0 ? [] : [placed({}, rest, value)];
  });
  return direct.length > 0 ? direct : items.map((item) => inLists(item, rest) ?? null);
}
