/** Messages of built-in types as JSON, by the field numbers of the type table. */
import type { Json, JsonObject } from '../../base/json-value.ts';
import { BUILTIN_FACTS, type FieldFact } from '../builtin/facts.ts';
import { parseType, type TypeRef } from '../builtin/type-table.ts';
import { readSpecial } from './special-types.ts';
import { readFields, readPacked, type WireValue } from './wire-reader.ts';

/** What a field number means in a struct. */
interface NumberedField {
  readonly fact: FieldFact;
  readonly type: TypeRef;
}

const numbered = new Map<string, ReadonlyMap<number, NumberedField>>();

/** The object that a message of a struct holds, as it was sent: nothing filled in. Unknown numbers are skipped. */
export function decodeMessage(struct: string, bytes: Uint8Array): JsonObject {
  const fields = fieldsOf(struct);
  const result: Record<string, Json> = {};
  for (const { number, value } of readFields(bytes)) {
    const field = fields.get(number);
    if (!field) continue;
    const { fact, type } = field;
    if (fact.inline) Object.assign(result, decodeMessage(fact.type.replace('*', ''), bytesOf(value)));
    else if (fact.name !== undefined) result[fact.name] = merged(result[fact.name], value, type);
  }
  return result;
}

function fieldsOf(struct: string): ReadonlyMap<number, NumberedField> {
  const known = numbered.get(struct);
  if (known) return known;
  const facts = BUILTIN_FACTS.types[struct]?.fields ?? [];
  const entries = facts
    .filter(({ proto }) => proto !== undefined)
    .map((fact): [number, NumberedField] => [
      Number.parseInt(fact.proto ?? '', 10),
      { fact, type: parseType(fact.type) },
    ]);
  const fields = new Map(entries);
  numbered.set(struct, fields);
  return fields;
}

/** Lists and maps come as one field per element. */
function merged(before: Json | undefined, value: WireValue, type: TypeRef): Json {
  if (type.kind === 'list') {
    const list = Array.isArray(before) ? before : [];
    return [...list, ...elementsOf(value, type.of)];
  }
  if (type.kind !== 'map') return decodeValue(value, type);
  const entry = readFields(bytesOf(value));
  const key = entry.find(({ number }) => number === 1)?.value;
  const item = entry.find(({ number }) => number === 2)?.value;
  const name = key?.kind === 'bytes' ? Buffer.from(key.bytes).toString() : '';
  return { ...(before as JsonObject | undefined), [name]: decodeValue(item ?? EMPTY, type.of) };
}

const EMPTY: WireValue = { kind: 'bytes', bytes: new Uint8Array() };

function elementsOf(value: WireValue, of: TypeRef): readonly Json[] {
  const isNumber = of.kind === 'scalar' && ['int32', 'int64', 'bool'].includes(of.name);
  if (!isNumber || value.kind !== 'bytes') return [decodeValue(value, of)];
  return readPacked(value.bytes).map((bits) => decodeValue({ kind: 'varint', bits }, of));
}

function decodeValue(value: WireValue, type: TypeRef): Json {
  switch (type.kind) {
    case 'struct':
      return decodeMessage(type.name, bytesOf(value));
    case 'list':
      // A named list inside a map is a message with the elements under the number 1.
      return readFields(bytesOf(value)).flatMap((field) => elementsOf(field.value, type.of));
    case 'map':
      return merged(undefined, value, type);
    case 'scalar':
      return decodeScalar(value, type.name);
  }
}

function decodeScalar(value: WireValue, type: string): Json {
  if (value.kind === 'bytes') {
    if (type === 'string') return Buffer.from(value.bytes).toString();
    if (type === 'bytes') return Buffer.from(value.bytes).toString('base64');
    return readSpecial(type, value.bytes) ?? null;
  }
  if (type === 'bool') return value.bits !== 0n;
  if (value.kind === 'fixed64') return Buffer.from(new BigUint64Array([value.bits]).buffer).readDoubleLE();
  const signed = BigInt.asIntN(64, value.bits);
  return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
}

function bytesOf(value: WireValue): Uint8Array {
  return value.kind === 'bytes' ? value.bytes : new Uint8Array();
}
