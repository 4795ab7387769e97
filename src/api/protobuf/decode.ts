/**
 * Protobuf bytes → the JSON value of a struct. Absent required fields get their zero value, as in Go; zero values that
 * JSON leaves out are left out. Numbers that no table knows are stepped over.
 */

import { setOwn } from '../../base/json/own.ts';
import { tryParseJson } from '../../base/json/parse.ts';
import type { Json, JsonObject } from '../../base/json-value.ts';
import type { AnyStruct, Field, Member, Shape } from '../schema/field.ts';
import { isEmpty, zeroOf, zeroOfShape } from '../schema/zero.ts';
import { BYTES, invalidProtobuf, VARINT, WireReader } from './wire.ts';

type Building = Record<string, Json>;

/** The JSON value of a message. Error `api.invalid-protobuf` (kind user). Integers keep every digit. */
export function decodeProtobuf(struct: AnyStruct, bytes: Uint8Array): JsonObject {
  const object: Building = {};
  readMessage(struct, bytes, object);
  return object;
}

function readMessage(struct: AnyStruct, bytes: Uint8Array, object: Building): void {
  const reader = new WireReader(bytes);
  while (!reader.done) {
    const { number, type } = reader.tag();
    const row = struct.wire.find(({ field }) => field.number === number);
    if (row === undefined) reader.skip(type);
    else readRow(row, { reader, type }, object);
  }
  for (const { key, field } of struct.wire) settle(key, field, object);
}

interface Source {
  readonly reader: WireReader;
  readonly type: number;
}

function readRow({ key, field }: Member, source: Source, object: Building): void {
  const { shape } = field;
  if (field.embedded) readEmbedded(field, source, object);
  else if (shape.kind === 'list') {
    const list = (object[key] ?? []) as Json[];
    list.push(readValue(shape.of, source));
    setOwn<Json>(object, key, list);
  } else if (shape.kind === 'map') readEntry(key, shape.of, source, object);
  else setOwn(object, key, readValue(shape, source));
}

/** A pointer to an embedded struct that is there, even if empty, shows in JSON: an empty list is not an absent one. */
function readEmbedded({ shape, rule }: Field, source: Source, object: Building): void {
  if (shape.kind !== 'struct') return;
  expectType(source, BYTES);
  readMessage(shape.struct, source.reader.bytes(), object);
  if (rule !== 'pointer') return;
  for (const { key, field } of shape.struct.members) {
    if (!Object.hasOwn(object, key)) setOwn(object, key, zeroOfShape(field.shape));
  }
}

function readEntry(key: string, of: Shape, source: Source, object: Building): void {
  expectType(source, BYTES);
  const reader = new WireReader(source.reader.bytes());
  let name = '';
  let value = zeroOfShape(of);
  while (!reader.done) {
    const { number, type } = reader.tag();
    if (number === 1 && type === BYTES) name = reader.text();
    else if (number === 2) value = readValue(of, { reader, type });
    else reader.skip(type);
  }
  const map = (object[key] ?? {}) as Building;
  setOwn(map, name, value);
  setOwn<Json>(object, key, map);
}

/** Fields absent from the message, and zero values that JSON does not show. */
function settle(key: string, field: Field, object: Building): void {
  if (field.embedded) return;
  if (!Object.hasOwn(object, key)) {
    if (isFilled(field)) setOwn(object, key, zeroOf(field));
    return;
  }
  const omitted = field.rule === 'omitEmpty' || field.rule === 'stated';
  if (omitted && isEmpty(object[key], field.shape)) delete object[key];
}

/** Lists, maps and bytes are nil in Go when nothing came, and stay away here. */
function isFilled({ rule, shape }: Field): boolean {
  const nil = shape.kind === 'list' || shape.kind === 'map' || shape.kind === 'bytes';
  return rule === 'nullable' || (rule === 'always' && !nil);
}

function readValue(shape: Shape, source: Source): Json {
  const { reader } = source;
  switch (shape.kind) {
    case 'flag':
      return readInteger(source) !== 0;
    case 'int64':
    case 'int32':
      return readInteger(source);
    case 'struct':
      expectType(source, BYTES);
      return decodeProtobuf(shape.struct, reader.bytes());
    default:
      expectType(source, BYTES);
      return readDelimited(shape, reader);
  }
}

function readDelimited(shape: Shape, reader: WireReader): Json {
  switch (shape.kind) {
    case 'time':
      return readTime(reader.bytes());
    case 'bytes':
      return toBase64(reader.bytes());
    case 'raw':
    case 'rawObject':
      return readRaw(reader.bytes());
    case 'intOrString':
      return readIntOrString(reader.bytes());
    case 'quantity':
      return numbered(reader.bytes()).text.get(1) ?? '0';
    default:
      return reader.text();
  }
}

function readTime(bytes: Uint8Array): Json {
  const { integers } = numbered(bytes);
  const seconds = Number(integers.get(1) ?? 0);
  const nanos = Number(integers.get(2) ?? 0);
  if (seconds === 0 && nanos === 0) return null;
  const date = new Date(seconds * 1000);
  if (Number.isNaN(date.getTime())) throw invalidProtobuf('a time out of range');
  return `${date.toISOString().slice(0, -5)}Z`;
}

function readRaw(bytes: Uint8Array): Json {
  const text = numbered(bytes).text.get(1) ?? '';
  if (text === '') return null;
  const value = tryParseJson(text);
  if (value === undefined) throw invalidProtobuf('raw bytes that are not JSON');
  return value;
}

function readIntOrString(bytes: Uint8Array): Json {
  const { integers, text } = numbered(bytes);
  return integers.get(1) === 1 ? (text.get(3) ?? '') : (integers.get(2) ?? 0);
}

/** The members of one of Kubernetes' small messages. */
function numbered(bytes: Uint8Array) {
  const integers = new Map<number, number | bigint>();
  const text = new Map<number, string>();
  const reader = new WireReader(bytes);
  while (!reader.done) {
    const { number, type } = reader.tag();
    if (type === VARINT) integers.set(number, reader.varint());
    else if (type === BYTES) text.set(number, reader.text());
    else reader.skip(type);
  }
  return { integers, text };
}

function readInteger(source: Source): number | bigint {
  expectType(source, VARINT);
  return source.reader.varint();
}

function expectType({ type }: Source, expected: number): void {
  if (type !== expected) throw invalidProtobuf(`wire type ${type} where ${expected} is expected`);
}

function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
