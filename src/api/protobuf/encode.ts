/**
 * JSON value of a struct → protobuf bytes as Go's generated code writes them: proto2, in the order of the numbers,
 * scalars by value even when zero, structs by value even when empty, embedded structs as messages of their own.
 */
import { sortedKeys } from '../../base/json/byte-order.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { AnyStruct, Field, Member, ScalarKind, Shape, Struct } from '../schema/field.ts';
import { secondsOf } from '../schema/time.ts';
import { zeroOfShape } from '../schema/zero.ts';
import { BYTES, VARINT, WireWriter } from './wire.ts';

/** The bytes of a message. Unknown fields and fields without a number are not on the wire. */
export function encodeProtobuf<T>(struct: Struct<T>, value: T): Uint8Array {
  // The tables describe JSON values, whatever T says about them.
  const writer = new WireWriter();
  writeMessage(writer, struct, value as Json);
  return writer.finish();
}

function writeMessage(writer: WireWriter, struct: AnyStruct, value: Json | undefined): void {
  const object = isObject(value) ? value : {};
  for (const row of struct.wire) writeRow(writer, row, object);
}

function writeRow(writer: WireWriter, { key, field }: Member, object: JsonObject): void {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  if (field.embedded) writeEmbedded(writer, field, object);
  else if (field.shape.kind === 'list') writeList(writer, field, value);
  else if (field.shape.kind === 'map') writeMap(writer, field, value);
  else if (value !== undefined && value !== null) writeValue(writer, field.number, field.shape, value);
  else if (!isPointer(field)) writeValue(writer, field.number, field.shape, zeroOfShape(field.shape));
}

function isPointer({ rule, shape }: Field): boolean {
  return rule === 'pointer' || rule === 'nullable' || shape.kind === 'bytes' || shape.kind === 'raw';
}

function writeEmbedded(writer: WireWriter, { number, rule, shape }: Field, object: JsonObject): void {
  if (shape.kind !== 'struct') return;
  const present = shape.struct.members.some(({ key }) => Object.hasOwn(object, key) && object[key] !== null);
  if (rule !== 'pointer' || present) writeValue(writer, number, shape, object);
}

function writeList(writer: WireWriter, { number, shape }: Field, value: Json | undefined): void {
  if (shape.kind !== 'list' || !isList(value)) return;
  for (const item of value) writeValue(writer, number, shape.of, item);
}

function writeMap(writer: WireWriter, { number, shape }: Field, value: Json | undefined): void {
  if (shape.kind !== 'map' || !isObject(value)) return;
  for (const key of sortedKeys(value)) {
    writer.tag(number, BYTES);
    writer.delimited(() => {
      writer.tag(1, BYTES);
      writer.text(key);
      writeValue(writer, 2, shape.of, value[key] ?? zeroOfShape(shape.of));
    });
  }
}

function writeValue(writer: WireWriter, number: number, shape: Shape, value: Json): void {
  if (shape.kind === 'flag' || shape.kind === 'int64' || shape.kind === 'int32') {
    writer.tag(number, VARINT);
    writer.varint(integerOf(value));
    return;
  }
  writer.tag(number, BYTES);
  if (shape.kind === 'struct') writer.delimited(() => writeMessage(writer, shape.struct, value));
  else if (shape.kind !== 'list' && shape.kind !== 'map') writeDelimited(writer, shape.kind, value);
}

/** Scalars that are length-delimited. */
function writeDelimited(writer: WireWriter, kind: ScalarKind, value: Json): void {
  switch (kind) {
    case 'time':
      writer.delimited(() => writeTime(writer, value));
      return;
    case 'bytes':
      writer.bytes(fromBase64(textOf(value)));
      return;
    case 'raw':
    case 'rawObject':
      writer.delimited(() => writeMember(writer, 1, stringifyJson(value)));
      return;
    case 'intOrString':
      writer.delimited(() => writeIntOrString(writer, value));
      return;
    case 'quantity':
      writer.delimited(() => writeMember(writer, 1, String(value)));
      return;
    default:
      writer.text(textOf(value));
  }
}

/** Seconds and nanoseconds; the zero time is the empty message. */
function writeTime(writer: WireWriter, value: Json): void {
  const seconds = typeof value === 'string' ? secondsOf(value) : undefined;
  if (seconds === undefined) return;
  writer.tag(1, VARINT);
  writer.varint(seconds);
  writer.tag(2, VARINT);
  writer.varint(0);
}

function writeIntOrString(writer: WireWriter, value: Json): void {
  const isText = typeof value === 'string';
  writer.tag(1, VARINT);
  writer.varint(isText ? 1 : 0);
  writer.tag(2, VARINT);
  writer.varint(isText ? 0 : integerOf(value));
  writeMember(writer, 3, isText ? value : '');
}

function writeMember(writer: WireWriter, number: number, text: string): void {
  writer.tag(number, BYTES);
  writer.text(text);
}

function integerOf(value: Json): number | bigint {
  if (typeof value === 'boolean') return value ? 1 : 0;
  return typeof value === 'number' || typeof value === 'bigint' ? value : 0;
}

function textOf(value: Json): string {
  return typeof value === 'string' ? value : '';
}

function fromBase64(text: string): Uint8Array {
  return Uint8Array.from(atob(text), (unit) => unit.charCodeAt(0));
}
