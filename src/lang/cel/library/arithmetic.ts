/** Operators on numbers, text, lists and times. Integers never wrap: what does not fit in 64 bits is a fault. */
import { bytesOf, doubleOf, intOf, listOf, nanosOf, textOf, uintOf } from '../runtime/arguments.ts';
import { CelFault } from '../runtime/cel-fault.ts';
import { concatenated } from '../runtime/lists.ts';
import { checkedDuration, checkedTimestamp } from '../runtime/time.ts';
import { type Uint, uint, type Value } from '../runtime/values.ts';
import type { FunctionTable } from './signatures.ts';

/** The number, where it fits in 64 bits. */
export function checkedInt(value: bigint): bigint {
  if (BigInt.asIntN(64, value) !== value) throw new CelFault('integer overflow');
  return value;
}

/** The same without a sign. */
export function checkedUint(value: bigint): Uint {
  if (BigInt.asUintN(64, value) !== value) throw new CelFault('unsigned integer overflow');
  return uint(value);
}

type OnInts = (a: bigint, b: bigint) => bigint;

function ints(work: OnInts): (a: Value, b: Value) => Value {
  return (a, b) => checkedInt(work(intOf(a), intOf(b)));
}

function uints(work: OnInts): (a: Value, b: Value) => Value {
  return (a, b) => checkedUint(work(uintOf(a), uintOf(b)));
}

function doubles(work: (a: number, b: number) => number): (a: Value, b: Value) => Value {
  return (a, b) => work(doubleOf(a), doubleOf(b));
}

function divide(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new CelFault('division by zero');
  return a / b;
}

function remainder(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new CelFault('modulus by zero');
  if (b === -1n && a === -(2n ** 63n)) throw new CelFault('integer overflow');
  return a % b;
}

function joinedBytes(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function later(time: Value, span: bigint): Value {
  const offset = typeof time === 'object' && time !== null && 'offset' in time ? time.offset : 0;
  return checkedTimestamp(nanosOf(time, 'timestamp') + span, offset);
}

export const ARITHMETIC: FunctionTable = {
  '_+_': {
    'add_bytes: (bytes, bytes) -> bytes': (a, b) => joinedBytes(bytesOf(a), bytesOf(b)),
    'add_double: (double, double) -> double': doubles((a, b) => a + b),
    'add_duration_duration: (duration, duration) -> duration': (a, b) =>
      checkedDuration(nanosOf(a, 'duration') + nanosOf(b, 'duration')),
    'add_duration_timestamp: (duration, timestamp) -> timestamp': (a, b) => later(b ?? null, nanosOf(a, 'duration')),
    'add_timestamp_duration: (timestamp, duration) -> timestamp': (a, b) => later(a ?? null, nanosOf(b, 'duration')),
    'add_int64: (int, int) -> int': ints((a, b) => a + b),
    'add_list: (list(A), list(A)) -> list(A)': (a, b) => concatenated(listOf(a), listOf(b)),
    'add_string: (string, string) -> string': (a, b) => textOf(a) + textOf(b),
    'add_uint64: (uint, uint) -> uint': uints((a, b) => a + b),
  },
  '_/_': {
    'divide_double: (double, double) -> double': doubles((a, b) => a / b),
    'divide_int64: (int, int) -> int': ints(divide),
    'divide_uint64: (uint, uint) -> uint': uints(divide),
  },
  '_%_': {
    'modulo_int64: (int, int) -> int': ints(remainder),
    'modulo_uint64: (uint, uint) -> uint': uints(remainder),
  },
  '_*_': {
    'multiply_double: (double, double) -> double': doubles((a, b) => a * b),
    'multiply_int64: (int, int) -> int': ints((a, b) => a * b),
    'multiply_uint64: (uint, uint) -> uint': uints((a, b) => a * b),
  },
  '-_': {
    'negate_double: (double) -> double': (a) => -doubleOf(a),
    'negate_int64: (int) -> int': (a) => checkedInt(-intOf(a)),
  },
  '_-_': {
    'subtract_double: (double, double) -> double': doubles((a, b) => a - b),
    'subtract_duration_duration: (duration, duration) -> duration': (a, b) =>
      checkedDuration(nanosOf(a, 'duration') - nanosOf(b, 'duration')),
    'subtract_int64: (int, int) -> int': ints((a, b) => a - b),
    'subtract_timestamp_duration: (timestamp, duration) -> timestamp': (a, b) =>
      later(a ?? null, -nanosOf(b, 'duration')),
    'subtract_timestamp_timestamp: (timestamp, timestamp) -> duration': (a, b) =>
      checkedDuration(nanosOf(a, 'timestamp') - nanosOf(b, 'timestamp')),
    'subtract_uint64: (uint, uint) -> uint': uints((a, b) => a - b),
  },
};
