/** Puts back what a client sent empty and decoding leaves out: messages of a server tell the one from the other. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { type StructType, structType, type TypeRef } from './type-table.ts';

/** The object with the empty lists and maps of `sent` where it has nothing. */
export function withEmpties(object: JsonObject, sent: Json | undefined, struct: StructType): JsonObject {
  if (!isObject(sent)) return object;
  const result: Record<string, Json | undefined> = { ...object };
  for (const { name, type } of struct.fields) {
    const [kept, given] = [object[name], sent[name]];
    if (kept === undefined || kept === null) {
      if (isEmpty(given, type)) result[name] = given;
    } else result[name] = within(kept, given, type);
  }
  return result;
}

function isEmpty(given: Json | undefined, { kind, pointer }: TypeRef): boolean {
  if (pointer) return false;
  if (kind === 'list') return isList(given) && given.length === 0;
  return kind === 'map' && isObject(given) && Object.keys(given).length === 0;
}

function within(kept: Json, given: Json | undefined, type: TypeRef): Json {
  if (type.kind === 'struct') {
    // Selectors are shown as they are sent, without what is empty.
    if (type.name.startsWith('meta/v1.LabelSelector')) return kept;
    const struct = structType(type.name);
    return struct !== undefined && isObject(kept) ? withEmpties(kept, given, struct) : kept;
  }
  if (type.kind !== 'list' || !isList(kept) || !isList(given)) return kept;
  // Lists that were added to keep their beginning.
  return kept.map((item, index) => within(item, given[index], type.of));
}
