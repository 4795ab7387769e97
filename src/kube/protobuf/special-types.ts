/** Leaves that are messages on the wire and text or numbers in JSON: times, quantities, raw JSON and the like. */

import { parseJson } from '../../base/json/parse.ts';
import type { Json } from '../../base/json-value.ts';
import { readFields, type WireField } from './wire-reader.ts';

type Reader = (fields: readonly WireField[]) => Json;

const READERS: Readonly<Record<string, Reader>> = {
  Time: (fields) => timeText(fields, 0),
  MicroTime: (fields) => timeText(fields, 6),
  Quantity: (fields) => textIn(fields, 1),
  IntOrString: (fields) =>
    numberIn(fields, 1) === 1n ? textIn(fields, 3) : Number(BigInt.asIntN(32, numberIn(fields, 2))),
  RawExtension: rawJson,
  FieldsV1: rawJson,
  JSON: rawJson,
  Duration: (fields) => `${Number(BigInt.asIntN(64, numberIn(fields, 1))) / 1e9}s`,
};

/** The value of a message of one of these types; undefined where the type is none of them. */
export function readSpecial(type: string, bytes: Uint8Array): Json | undefined {
  return Object.hasOwn(READERS, type) ? READERS[type]?.(readFields(bytes)) : undefined;
}

function rawJson(fields: readonly WireField[]): Json {
  const text = textIn(fields, 1);
  return text === '' ? null : parseJson(text);
}

function timeText(fields: readonly WireField[], digits: 0 | 6): string | null {
  if (fields.length === 0) return null;
  const seconds = Number(BigInt.asIntN(64, numberIn(fields, 1)));
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  if (digits === 0) return `${whole}Z`;
  const micros = Math.floor(Number(numberIn(fields, 2)) / 1000);
  return `${whole}.${String(micros).padStart(6, '0')}Z`;
}

/** The number of a field; 0 where it is absent. */
export function numberIn(fields: readonly WireField[], number: number): bigint {
  const value = fields.findLast((field) => field.number === number)?.value;
  return value && value.kind !== 'bytes' ? value.bits : 0n;
}

/** The text of a field; empty where it is absent. */
export function textIn(fields: readonly WireField[], number: number): string {
  return Buffer.from(bytesIn(fields, number)).toString();
}

/** The bytes of a field; empty where it is absent. */
export function bytesIn(fields: readonly WireField[], number: number): Uint8Array {
  const value = fields.findLast((field) => field.number === number)?.value;
  return value?.kind === 'bytes' ? value.bytes : new Uint8Array();
}
