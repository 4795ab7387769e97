/** Removes from custom resources what their schema does not know, and tells what that was. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { isEmbedded, itemSchema, joinPath, memberSchema, OBJECT_HEAD } from './structural.ts';

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

interface Place {
  readonly schema: JsonObject;
  readonly path: string;
  /** This is an object of Kubernetes itself. */
  readonly head: boolean;
  readonly unknown: string[];
}

function pruneMembers(value: JsonObject, place: Place): JsonObject {
  const { schema, path, head, unknown } = place;
  let result: Record<string, Json | undefined> | undefined;
  for (const [name, item] of Object.entries(value)) {
    if (item === undefined || (head && OBJECT_HEAD.has(name))) continue;
    const inner = memberSchema(schema, name);
    if (inner === undefined) {
      unknown.push(joinPath(path, name));
      result ??= { ...value };
      delete result[name];
    } else if (inner !== 'open') {
      const pruned = pruneValue(item, inner, joinPath(path, name), unknown);
      if (pruned === item) continue;
      result ??= { ...value };
      result[name] = pruned;
    }
  }
  return result ?? value;
}

function pruneValue(value: Json, schema: JsonObject, path: string, unknown: string[]): Json {
  if (isObject(value)) return pruneMembers(value, { schema, path, head: isEmbedded(schema), unknown });
  const items = itemSchema(schema);
  if (!isList(value) || items === undefined) return value;
  const pruned = value.map((item, index) => pruneValue(item, items, `${path}[${index}]`, unknown));
  return pruned.every((item, index) => item === value[index]) ? value : pruned;
}
