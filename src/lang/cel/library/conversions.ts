/** Conversions between types: `int('1')`, `string(1.5)`, `type(x)`. */
import type { Run } from '../environment.ts';
import { bytesOf, doubleOf, intOf, nanosOf, textOf, uintOf } from '../runtime/arguments.ts';
import { CelFault } from '../runtime/cel-fault.ts';
import { formatDouble } from '../runtime/format-double.ts';
import {
  checkedDuration,
  checkedTimestamp,
  parseDuration,
  parseTimestamp,
  showDuration,
  showTimestamp,
} from '../runtime/time.ts';
import { isKind, typeName, typeValue, uint, type Value } from '../runtime/values.ts';
import { checkedInt, checkedUint } from './arithmetic.ts';
import type { FunctionTable } from './signatures.ts';

const identity: Run = (value) => value ?? null;

function impossible(from: Value, to: string): CelFault {
  return new CelFault(`type conversion error from '${typeName(from)}' to '${to}'`);
}

/** Reads text where the pattern fits it. */
function read(text: string, pattern: RegExp, to: string): string {
  if (!pattern.test(text)) throw impossible(text, to);
  return text;
}

function parsedInt(text: string): bigint {
  const value = BigInt(read(text, /^[+-]?\d+$/, 'int').replace(/^\+/, ''));
  if (BigInt.asIntN(64, value) !== value) throw impossible(text, 'int');
  return value;
}

function parsedUint(text: string): Value {
  const value = BigInt(read(text, /^\d+$/, 'uint'));
  if (BigInt.asUintN(64, value) !== value) throw impossible(text, 'uint');
  return uint(value);
}

const SPECIAL: Readonly<Record<string, number>> = {
  inf: Number.POSITIVE_INFINITY,
  infinity: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
};

function parsedDouble(text: string): number {
  const [, sign = '', rest = ''] = /^([+-]?)(.*)$/s.exec(text) ?? [];
  const special = SPECIAL[rest.toLowerCase()];
  if (special !== undefined) return sign === '-' ? -special : special;
  if (/^0[xX]/.test(rest)) return parsedHex(text, rest.slice(2)) * (sign === '-' ? -1 : 1);
  const plain = text.replace(/(?<=\d)_(?=\d)/g, '');
  const value = Number(read(plain, /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/, 'double'));
  if (!Number.isFinite(value)) throw impossible(text, 'double');
  return value;
}

/** `1.8p3` in base 16. */
function parsedHex(text: string, rest: string): number {
  const plain = rest.replace(/(?<=[0-9A-Fa-f])_(?=[0-9A-Fa-f])/g, '');
  const match = /^([0-9A-Fa-f]*)\.?([0-9A-Fa-f]*)[pP]([+-]?\d+)$/.exec(plain);
  const [, whole = '', fraction = '', exponent = '0'] = match ?? [];
  if (match === null || whole + fraction === '') throw impossible(text, 'double');
  return Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(exponent) - 4 * fraction.length);
}

const TRUE = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);
const FALSE = new Set(['0', 'f', 'F', 'FALSE', 'false', 'False']);

function parsedBool(text: string): boolean {
  if (TRUE.has(text)) return true;
  if (FALSE.has(text)) return false;
  throw impossible(text, 'bool');
}

function truncatedInt(value: number): bigint {
  if (!Number.isFinite(value) || value <= -(2 ** 63) || value >= 2 ** 63) throw new CelFault('integer overflow');
  return BigInt(Math.trunc(value));
}

function truncatedUint(value: number): Value {
  if (!Number.isFinite(value) || value < 0 || value >= 2 ** 64) throw new CelFault('unsigned integer overflow');
  return uint(BigInt(Math.trunc(value)));
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new CelFault('invalid UTF-8 in bytes, cannot convert to string');
  }
}

function timestampOf(value: Value | undefined): Value {
  const text = textOf(value);
  const found = parseTimestamp(text);
  if (found === undefined) throw impossible(text, 'google.protobuf.Timestamp');
  return checkedTimestamp(found.nanos, found.offset);
}

function durationOf(value: Value | undefined): Value {
  const text = textOf(value);
  const nanos = parseDuration(text);
  if (nanos === undefined) throw impossible(text, 'google.protobuf.Duration');
  return checkedDuration(nanos);
}

function seconds(value: Value | undefined): bigint {
  const nanos = nanosOf(value, 'timestamp');
  const whole = nanos / 1_000_000_000n;
  return nanos < whole * 1_000_000_000n ? whole - 1n : whole;
}

function shownTime(value: Value | undefined): string {
  if (value !== undefined && isKind(value, 'timestamp')) return showTimestamp(value);
  return showDuration(checkedDuration(nanosOf(value, 'duration')));
}

export const CONVERSIONS: FunctionTable = {
  type: { 'type: (A) -> type(A)': (value) => typeValue(typeName(value ?? null)) },
  dyn: { 'to_dyn: (A) -> dyn': identity },
  bool: {
    'bool_to_bool: (bool) -> bool': identity,
    'string_to_bool: (string) -> bool': (text) => parsedBool(textOf(text)),
  },
  bytes: {
    'bytes_to_bytes: (bytes) -> bytes': identity,
    'string_to_bytes: (string) -> bytes': (text) => new TextEncoder().encode(textOf(text)),
  },
  double: {
    'double_to_double: (double) -> double': identity,
    'int64_to_double: (int) -> double': (value) => Number(intOf(value)),
    'string_to_double: (string) -> double': (text) => parsedDouble(textOf(text)),
    'uint64_to_double: (uint) -> double': (value) => Number(uintOf(value)),
  },
  duration: {
    'duration_to_duration: (duration) -> duration': identity,
    'int64_to_duration: (int) -> duration': (value) => {
      throw impossible(value ?? null, 'google.protobuf.Duration');
    },
    'string_to_duration: (string) -> duration': durationOf,
  },
  int: {
    'int64_to_int64: (int) -> int': identity,
    'double_to_int64: (double) -> int': (value) => truncatedInt(doubleOf(value)),
    'duration_to_int64: (duration) -> int': (value) => nanosOf(value, 'duration'),
    'string_to_int64: (string) -> int': (text) => parsedInt(textOf(text)),
    'timestamp_to_int64: (timestamp) -> int': seconds,
    'uint64_to_int64: (uint) -> int': (value) => checkedInt(uintOf(value)),
  },
  string: {
    'string_to_string: (string) -> string': identity,
    'bool_to_string: (bool) -> string': String,
    'bytes_to_string: (bytes) -> string': (bytes) => decoded(bytesOf(bytes)),
    'double_to_string: (double) -> string': (value) => formatDouble(doubleOf(value)),
    'duration_to_string: (duration) -> string': shownTime,
    'int64_to_string: (int) -> string': (value) => String(intOf(value)),
    'timestamp_to_string: (timestamp) -> string': shownTime,
    'uint64_to_string: (uint) -> string': (value) => String(uintOf(value)),
  },
  timestamp: {
    'timestamp_to_timestamp: (timestamp) -> timestamp': identity,
    'int64_to_timestamp: (int) -> timestamp': (value) => checkedTimestamp(intOf(value) * 1_000_000_000n),
    'string_to_timestamp: (string) -> timestamp': timestampOf,
  },
  uint: {
    'uint64_to_uint64: (uint) -> uint': identity,
    'double_to_uint64: (double) -> uint': (value) => truncatedUint(doubleOf(value)),
    'int64_to_uint64: (int) -> uint': (value) => checkedUint(intOf(value)),
    'string_to_uint64: (string) -> uint': (text) => parsedUint(textOf(text)),
  },
};
