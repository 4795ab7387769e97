/**
 * The defaults an API server sets when it reads an object of a built-in kind, by walking its type. What happens only at
 * creation (allocation, finalizers, status) is not among them.
 */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { type StructType, structType, type TypeRef } from '../builtin/type-table.ts';
import { CONSTANT_DEFAULTS } from './constants.ts';
import { DEPENDENT_DEFAULTS } from './dependent.ts';

/** The object with its defaults. It must be decoded (`decodeTyped`); unchanged parts are shared with it. */
export function setDefaults(object: JsonObject, struct: StructType): JsonObject {
  return hasDefaults(struct.name) ? defaultStruct(object, struct) : object;
}

function defaultStruct(value: JsonObject, struct: StructType): JsonObject {
  const own = withOwnDefaults(value, struct);
  let result: Record<string, Json | undefined> | undefined = own === value ? undefined : { ...own };
  for (const field of struct.fields) {
    const before = own[field.name];
    if (before === undefined || before === null) continue;
    const after = defaultValue(before, field.type);
    if (after === before) continue;
    result ??= { ...own };
    result[field.name] = after;
  }
  return result === undefined ? value : inFieldOrder(result, struct);
}

function withOwnDefaults(value: JsonObject, struct: StructType): JsonObject {
  const constants = CONSTANT_DEFAULTS[struct.name];
  const rule = DEPENDENT_DEFAULTS[struct.name];
  if (constants === undefined && rule === undefined) return value;
  let result: Record<string, Json | undefined> | undefined;
  for (const [name, constant] of Object.entries(constants ?? {})) {
    if (!isUnset(value[name], struct.byName.get(name)?.type)) continue;
    result ??= { ...value };
    result[name] = constant;
  }
  const additions = rule?.(value);
  return additions === undefined || Object.keys(additions).length === 0
    ? (result ?? value)
    : { ...(result ?? value), ...additions };
}

/** Zero values that are always written count as unset; those of pointers are set. */
function isUnset(value: Json | undefined, type: TypeRef | undefined): boolean {
  if (value === undefined || value === null) return true;
  return (value === '' || value === 0) && type?.pointer === false;
}

function defaultValue(value: Json, type: TypeRef): Json {
  switch (type.kind) {
    case 'struct': {
      const struct = structType(type.name);
      return struct !== undefined && isObject(value) ? setDefaults(value, struct) : value;
    }
    case 'list':
      return isList(value) && reaches(type.of) ? sharedMap(value, (item) => defaultValue(item, type.of)) : value;
    case 'map': {
      if (!isObject(value) || !reaches(type.of)) return value;
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, defaultValue(item ?? null, type.of)]));
    }
    case 'scalar':
      return value;
  }
}

function sharedMap(list: readonly Json[], change: (item: Json) => Json): readonly Json[] {
  const changed = list.map(change);
  return changed.every((item, index) => item === list[index]) ? list : changed;
}

const reached = new Map<string, boolean>();

/** Some type at or below this one has defaults; others need no walk. */
function hasDefaults(name: string): boolean {
  const known = reached.get(name);
  if (known !== undefined) return known;
  reached.set(name, false);
  const own = Object.hasOwn(CONSTANT_DEFAULTS, name) || Object.hasOwn(DEPENDENT_DEFAULTS, name);
  const found = own || (structType(name)?.fields.some(({ type }) => reaches(type)) ?? false);
  reached.set(name, found);
  return found;
}

function reaches(type: TypeRef): boolean {
  if (type.kind === 'struct') return hasDefaults(type.name);
  return type.kind === 'scalar' ? false : reaches(type.of);
}

function inFieldOrder(value: Readonly<Record<string, Json | undefined>>, struct: StructType): JsonObject {
  const ordered: Record<string, Json> = {};
  for (const { name } of struct.fields) {
    const item = value[name];
    if (item !== undefined) ordered[name] = item;
  }
  return ordered;
}
