/**
 * Typed value (or any JSON object of that kind) → the text that Go's encoding/json writes for the struct: keys in the
 * order of the table, zero values left out or written as the rules say, maps in byte order, HTML escaped. Unknown
 * fields are not written, as Go would not.
 */
import { sortedKeys } from '../../base/json/byte-order.ts';
import { goJson } from '../../base/json/stringify.ts';
import { isList, isObject, type Json } from '../../base/json-value.ts';
import type { AnyStruct, Field, Shape, Struct } from './field.ts';
import { normalTime } from './time.ts';
import { isEmpty, zeroOf } from './zero.ts';

/** JSON text of a value of this struct. */
export function encodeJson<T>(struct: Struct<T>, value: T): string {
  // The tables describe JSON values, whatever T says about them.
  return writeStruct(struct, value as Json);
}

function writeStruct(struct: AnyStruct, value: Json | undefined): string {
  const parts: string[] = [];
  const object = isObject(value) ? value : {};
  for (const { key, field, label } of struct.members) {
    const text = writeMember(field, Object.hasOwn(object, key) ? object[key] : undefined);
    if (text !== undefined) parts.push(label + text);
  }
  return `{${parts.join(',')}}`;
}

/** The text of a member's value, or undefined where it is left out. */
function writeMember(field: Field, value: Json | undefined): string | undefined {
  const absent = value === undefined || value === null;
  switch (field.rule) {
    case 'omitEmpty':
    case 'stated':
      return isEmpty(value, field.shape) ? undefined : writeShape(field.shape, value);
    case 'pointer':
      return absent ? undefined : writeShape(field.shape, value);
    case 'nullable':
      return absent ? 'null' : writeShape(field.shape, value);
    default:
      return absent ? writeAbsent(field) : writeShape(field.shape, value);
  }
}

/** Lists, maps and bytes are nil in Go when nothing is there; everything else has its zero value. */
function writeAbsent(field: Field): string {
  const { kind } = field.shape;
  const nil = kind === 'list' || kind === 'map' || kind === 'bytes';
  return nil ? 'null' : writeShape(field.shape, zeroOf(field));
}

function writeShape(shape: Shape, value: Json | undefined): string {
  if (shape.kind === 'struct') return writeStruct(shape.struct, value);
  if (shape.kind === 'list') return writeList(shape.of, value);
  if (shape.kind === 'map') return writeMap(shape.of, value);
  if (shape.kind === 'time' && typeof value === 'string') return goJson(normalTime(value));
  return goJson(value ?? null);
}

function writeList(of: Shape, value: Json | undefined): string {
  if (!isList(value)) return 'null';
  return `[${value.map((item) => writeShape(of, item)).join(',')}]`;
}

function writeMap(of: Shape, value: Json | undefined): string {
  if (!isObject(value)) return 'null';
  const parts = sortedKeys(value).map((key) => `${goJson(key)}:${writeShape(of, value[key])}`);
  return `{${parts.join(',')}}`;
}
