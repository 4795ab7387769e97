/** Order, equality, membership, logic and conversions: the functions every expression has. */

import type { Run } from '../environment.ts';
import { boolOf, listOf, mapOf } from '../runtime/arguments.ts';
import { sizeOf } from '../runtime/call-cost.ts';
import { compare, equals } from '../runtime/compare.ts';
import { select } from '../runtime/select.ts';
import { itemsOf, type Value } from '../runtime/values.ts';
import type { FunctionTable } from './signatures.ts';

/** The pairs of types that have an order, as ids and signatures name them. */
const ORDERED = [
  ['bool', 'bool', 'bool'],
  ['int64', 'int', 'int'],
  ['int64_double', 'int', 'double'],
  ['int64_uint64', 'int', 'uint'],
  ['uint64', 'uint', 'uint'],
  ['uint64_double', 'uint', 'double'],
  ['uint64_int64', 'uint', 'int'],
  ['double', 'double', 'double'],
  ['double_int64', 'double', 'int'],
  ['double_uint64', 'double', 'uint'],
  ['string', 'string', 'string'],
  ['bytes', 'bytes', 'bytes'],
  ['timestamp', 'timestamp', 'timestamp'],
  ['duration', 'duration', 'duration'],
] as const;

function ordered(name: string, holds: (order: number) => boolean): Readonly<Record<string, Run>> {
  const run: Run = (a, b) => holds(compare(a ?? null, b ?? null));
  return Object.fromEntries(ORDERED.map(([id, a, b]) => [`${name}_${id}: (${a}, ${b}) -> bool`, run]));
}

/** Asked of a value that has a size. */
function size(value: Value | undefined): Value {
  return BigInt(sizeOf(value));
}

export const OPERATORS: FunctionTable = {
  '_?_:_': { 'conditional: (bool, A, A) -> A': undefined },
  '_&&_': { 'logical_and: (bool, bool) -> bool': undefined },
  '_||_': { 'logical_or: (bool, bool) -> bool': undefined },
  '!_': { 'logical_not: (bool) -> bool': (a) => !boolOf(a) },
  '@not_strictly_false': { 'not_strictly_false: (bool) -> bool': undefined },
  '_==_': { 'equals: (A, A) -> bool': (a, b) => equals(a ?? null, b ?? null) },
  '_!=_': { 'not_equals: (A, A) -> bool': (a, b) => !equals(a ?? null, b ?? null) },
  '_<_': ordered('less', (order) => order < 0),
  '_<=_': ordered('less_equals', (order) => order <= 0),
  '_>_': ordered('greater', (order) => order > 0),
  '_>=_': ordered('greater_equals', (order) => order >= 0),
  '_[_]': {
    'index_list: (list(A), int) -> A': (a, b) => select(a ?? null, b ?? null),
    'index_map: (map(A, B), A) -> B': (a, b) => select(a ?? null, b ?? null),
    'optional_list_index_int: (optional(list(V)), int) -> optional(V)': (a, b) => select(a ?? null, b ?? null),
    'optional_map_index_value: (optional(map(K, V)), K) -> optional(V)': (a, b) => select(a ?? null, b ?? null),
  },
  '@in': {
    'in_list: (A, list(A)) -> bool': (value, list) => itemsOf(listOf(list)).some((item) => equals(item, value ?? null)),
    'in_map: (A, map(A, B)) -> bool': (key, map) => mapOf(map).get(key ?? null) !== undefined,
  },
  size: {
    'size_bytes: (bytes) -> int': size,
    'bytes_size: bytes.() -> int': size,
    'size_list: (list(A)) -> int': size,
    'list_size: list(A).() -> int': size,
    'size_map: (map(A, B)) -> int': size,
    'map_size: map(A, B).() -> int': size,
    'size_string: (string) -> int': size,
    'string_size: string.() -> int': size,
  },
};
