/** Puts back what a client sent empty and decoding leaves out: messages of a server tell the one from the other. */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import { type StructType, structType, type TypeRef } from './type-table.ts';

/** The object with the empty lists and maps of `sent` where it has nothing. */
export function withEmpties(object: JsonObject, sent: Json | undefined, struct: StructType): JsonObject {
  return inStruct(object, sent, { struct, listed: true, everywhere: true });
}

/**
 * The same for what is in lists that have one owner as a whole: these structured-merge-diff compares as Go does, to whom
 * an empty list is not an absent one.
 */
export function withListedEmpties(object: JsonObject, sent: Json | undefined, struct: StructType): JsonObject {
  return inStruct(object, sent, { struct, listed: false, everywhere: false });
}

interface Reach {
  /** What is here is in such a list. */
  readonly listed: boolean;
  readonly everywhere: boolean;
}

function inStruct(
  object: JsonObject,
  sent: Json | undefined,
  { struct, ...reach }: Reach & { readonly struct: StructType },
): JsonObject {
  if (!isObject(sent)) return object;
  let result = object;
  for (const { name, type, fact } of struct.fields) {
    const kept = object[name];
    const given = sent[name];
    // Leaves are what they are.
    if (given === undefined || type.kind === 'scalar') continue;
    if (kept === undefined || kept === null) {
      if (reach.listed && isEmpty(given, type)) result = { ...result, [name]: given };
    } else if (type.kind !== 'map') {
      const listed = reach.listed || (type.kind === 'list' && (fact.listType ?? 'atomic') === 'atomic');
      const filled = within(kept, given, { ...reach, listed, type });
      if (filled !== kept) result = { ...result, [name]: filled };
    }
  }
  return result;
}

function isEmpty(given: Json | undefined, { kind, pointer }: TypeRef): boolean {
  if (pointer) return false;
  if (kind === 'list') return isList(given) && given.length === 0;
  return kind === 'map' && isObject(given) && Object.keys(given).length === 0;
}

function within(kept: Json, given: Json | undefined, { type, ...reach }: Reach & { readonly type: TypeRef }): Json {
  if (type.kind === 'struct') {
    // Selectors are shown as they are sent, without what is empty.
    if (reach.everywhere && type.name.startsWith('meta/v1.LabelSelector')) return kept;
    const struct = structType(type.name);
    return struct !== undefined && isObject(kept) ? inStruct(kept, given, { ...reach, struct }) : kept;
  }
  if (type.kind !== 'list' || !isList(kept) || !isList(given)) return kept;
  // Lists that were added to keep their beginning.
  const filled = kept.map((item, index) => within(item, given[index], { ...reach, type: type.of }));
  return filled.every((item, index) => item === kept[index]) ? kept : filled;
}
