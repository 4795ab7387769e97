/**
 * Replies pass through protobuf in the gateway, where Applications and projects have no apiVersion and kind (what has no
 * field number is not on the wire), and where an empty list is none (surface §0 no. 4 and 5).
 */
import type { AnyStruct, Shape } from '../../api/schema/field.ts';
import { isList, isObject, type Json } from '../../base/json-value.ts';

const DEPTH = 2;

/** The value without fields that have no number and lists without items, in the message and the messages directly in it. */
export function wireValue(struct: AnyStruct, value: Json, depth = 0): Json {
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, member]): [string, Json][] => {
    const field = Object.hasOwn(struct.fields, key) ? struct.fields[key] : undefined;
    if (field?.number === 0 || member === undefined || (isList(member) && member.length === 0)) return [];
    return [[key, field && depth < DEPTH ? wireMember(field.shape, member, depth) : member]];
  });
  return Object.fromEntries(entries);
}

function wireMember(shape: Shape, value: Json, depth: number): Json {
  if (shape.kind === 'struct') return wireValue(shape.struct, value, depth + 1);
  if (shape.kind !== 'list' || shape.of.kind !== 'struct' || !isList(value)) return value;
  const { struct } = shape.of;
  return value.map((item) => wireValue(struct, item, depth + 1));
}
