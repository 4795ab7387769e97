/** Removes from custom resources what their schema does not know, and tells what that was. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { isEmbedded, itemSchema, joinPath, OBJECT_HEAD, preserves } from './structural.ts';

export interface Pruned {
  readonly object: JsonObject;
  /** Paths of what is gone, e.g. `spec.parts[0].odd`, in byte order. */
  readonly unknown: readonly string[];
}

/** Prunes a whole custom resource. Nothing changes where the schema preserves unknown fields; unchanged parts are shared. */
export function pruneObject(object: JsonObject, schema: JsonObject): Pruned {
  const unknown: string[] = [];
  const pruned = pruneMembers(object, { schema, path: '', head: true, unknown });
  return { object: pruned, unknown: unknown.toSorted() };
}

/** Prunes a value, e.g. a default. */
export function pruneValue(value: Json, schema: JsonObject): Json {
  return pruneAny(value, { schema, path: '', head: isEmbedded(schema), unknown: [] });
}

interface Place {
  /** Undefined where nothing is described: then no member is known. */
  readonly schema: JsonObject | undefined;
  readonly path: string;
  /** This is an object of Kubernetes itself. */
  readonly head: boolean;
  readonly unknown: string[];
}

function pruneAny(value: Json, place: Place): Json {
  if (isObject(value)) return pruneMembers(value, place);
  if (!isList(value)) return value;
  const { schema, path, unknown } = place;
  const items = schema && itemSchema(schema);
  // Elements that nobody describes stay where unknown fields do.
  if (items === undefined && schema !== undefined && preserves(schema)) return value;
  const head = items !== undefined && isEmbedded(items);
  const pruned = value.map((item, index) =>
    pruneAny(item, { schema: items, path: `${path}[${index}]`, head, unknown }),
  );
  return pruned.every((item, index) => item === value[index]) ? value : pruned;
}

function pruneMembers(value: JsonObject, place: Place): JsonObject {
  const { path, head, unknown } = place;
  let result: Record<string, Json | undefined> | undefined;
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined || (head && OBJECT_HEAD.has(name))) continue;
    const inner = innerSchema(place.schema, name);
    if (inner === 'unknown') {
      unknown.push(joinPath(path, name));
      result ??= { ...value };
      delete result[name];
    } else if (inner !== 'kept') {
      const innerHead = inner !== undefined && isEmbedded(inner);
      const pruned = pruneAny(item, { schema: inner, path: joinPath(path, name), head: innerHead, unknown });
      if (pruned === item) continue;
      result ??= { ...value };
      result[name] = pruned;
    }
  }
  return result ?? value;
}

/** The schema of a member, undefined where it may have any scalar; `kept` as it is; `unknown` if it goes. */
function innerSchema(schema: JsonObject | undefined, name: string): JsonObject | 'kept' | 'unknown' | undefined {
  if (schema === undefined) return 'unknown';
  const { properties, additionalProperties } = schema;
  if (isObject(properties) && Object.hasOwn(properties, name)) {
    const found = properties[name];
    return isObject(found) ? found : undefined;
  }
  if (additionalProperties !== undefined) return isObject(additionalProperties) ? additionalProperties : undefined;
  return preserves(schema) ? 'kept' : 'unknown';
}
