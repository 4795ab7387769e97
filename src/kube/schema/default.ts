/** Defaults of custom resources, from their schema. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { itemSchema, memberSchema } from './structural.ts';

/**
 * The object with defaults for what is absent. Null counts as absent where the schema does not allow it, and goes where
 * there is no default (apiextensions, "Defaulting and Nullable"). Unchanged parts are shared.
 */
export function defaultObject(object: JsonObject, schema: JsonObject): JsonObject {
  return defaultMembers(object, schema);
}

function defaultMembers(value: JsonObject, schema: JsonObject): JsonObject {
  let result: Record<string, Json | undefined> | undefined;
  const properties = isObject(schema['properties']) ? schema['properties'] : {};
  for (const [name, property] of Object.entries(properties)) {
    if (!isObject(property)) continue;
    const before = Object.hasOwn(value, name) ? value[name] : undefined;
    const absent = before === undefined || (before === null && property['nullable'] !== true);
    if (!absent) continue;
    if (property['default'] === undefined && before === undefined) continue;
    result ??= { ...value };
    if (property['default'] === undefined) delete result[name];
    else result[name] = property['default'];
  }
  const present = result ?? value;
  for (const [name, item] of Object.entries(present)) {
    const inner = memberSchema(schema, name);
    if (item === undefined || inner === undefined || inner === 'open') continue;
    const after = defaultValue(item, inner);
    if (after === item) continue;
    result ??= { ...value };
    result[name] = after;
  }
  return result ?? value;
}

function defaultValue(value: Json, schema: JsonObject): Json {
  if (isObject(value)) return defaultMembers(value, schema);
  const items = itemSchema(schema);
  if (!isList(value) || items === undefined) return value;
  const defaulted = value.map((item) => defaultValue(item, items));
  return defaulted.every((item, index) => item === value[index]) ? value : defaulted;
}
