/** Lists, sets and maps: the extensions of cel-go and the lists library of Kubernetes. */
import type { Run } from '../environment.ts';
import { intOf, listOf, mapOf } from '../runtime/arguments.ts';
import { CelFault } from '../runtime/cel-fault.ts';
import { compare, equals } from '../runtime/compare.ts';
import { checkSize } from '../runtime/lists.ts';
import { showValue } from '../runtime/show-value.ts';
import {
  type CelList,
  type CelMap,
  duration,
  isKind,
  itemsOf,
  keyText,
  list,
  mapOfHeld,
  typeName,
  uint,
  type Value,
} from '../runtime/values.ts';
import { ARITHMETIC } from './arithmetic.ts';
import type { FunctionTable } from './signatures.ts';

const COMPARABLE = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'] as const;

function eachComparable(signature: (type: string) => string, run: Run): Readonly<Record<string, Run>> {
  return Object.fromEntries(COMPARABLE.map((type) => [signature(type), run]));
}

const isSorted: Run = (values) => {
  const items = itemsOf(listOf(values));
  return items.every((item, index) => index === 0 || compare(items[index - 1] ?? null, item) <= 0);
};

function extreme(name: 'min' | 'max', sign: 1 | -1): Run {
  return (values) => {
    const [first, ...rest] = itemsOf(listOf(values));
    if (first === undefined) throw new CelFault(`${name} called on empty list`);
    return rest.reduce((best, item) => (compare(best, item) * sign > 0 ? item : best), first);
  };
}

const ADD = ARITHMETIC['_+_'] ?? {};

function summed(type: string, id: string, zero: Value): Readonly<Record<string, Run>> {
  const add = ADD[`${id}: (${type}, ${type}) -> ${type}`];
  const run: Run = (values) => itemsOf(listOf(values)).reduce((sum: Value, item) => add?.(sum, item) ?? null, zero);
  return { [`list_${type}_sum_${type}: list(${type}).() -> ${type}`]: run };
}

const indexOf: Run = (values, wanted) =>
  BigInt(itemsOf(listOf(values)).findIndex((item) => equals(item, wanted ?? null)));
const lastIndexOf: Run = (values, wanted) =>
  BigInt(itemsOf(listOf(values)).findLastIndex((item) => equals(item, wanted ?? null)));

const slice: Run = (values, from, to) => {
  const held = listOf(values);
  const [start, end] = [intOf(from), intOf(to)];
  const call = `cannot slice(${start}, ${end})`;
  if (start < 0n || end < 0n) throw new CelFault(`${call}, negative indexes not supported`);
  if (start > end) throw new CelFault(`${call}, start index must be less than or equal to end index`);
  if (end > BigInt(held.size)) throw new CelFault(`${call}, list is length ${held.size}`);
  return list(held.items.slice(Number(start), Number(end)));
};

const flatten: Run = (values, depth) => {
  const levels = depth === undefined ? 1n : intOf(depth);
  if (levels < 0n) throw new CelFault('level must be non-negative');
  return list(flattened(listOf(values), levels));
};

function flattened(held: CelList, levels: bigint): Value[] {
  return itemsOf(held).flatMap((item) => (levels > 0n && isKind(item, 'list') ? flattened(item, levels - 1n) : [item]));
}

function sortedBy(values: CelList, keys: CelList): Value {
  if (values.size !== keys.size) {
    const sizes = `${values.size} and ${keys.size} elements respectively`;
    const why = 'expected a list of the same size as the associated keys list';
    throw new CelFault(`@sortByAssociatedKeys() ${why}, but got ${sizes}`);
  }
  const held = itemsOf(keys);
  const type = held.length > 0 ? typeName(held[0] ?? null) : '';
  if (!held.every((key) => typeName(key) === type)) throw new CelFault('list elements must have the same type');
  const order = held.map((_, index) => index);
  order.sort((a, b) => compare(held[a] ?? null, held[b] ?? null));
  return list(order.map((index) => values.items[index] ?? null));
}

const range: Run = (count) => {
  const size = intOf(count);
  checkSize(Number(size));
  return list(Array.from({ length: Math.max(0, Number(size)) }, (_, index) => BigInt(index)));
};

const distinct: Run = (values) => {
  const found: Value[] = [];
  for (const item of itemsOf(listOf(values))) {
    if (!found.some((each) => equals(each, item))) found.push(item);
  }
  return list(found);
};

export const LISTS: FunctionTable = {
  isSorted: eachComparable((type) => `list_${type}_is_sorted_bool: list(${type}).() -> bool`, isSorted),
  sum: {
    ...summed('int', 'add_int64', 0n),
    ...summed('uint', 'add_uint64', uint(0n)),
    ...summed('double', 'add_double', 0),
    ...summed('duration', 'add_duration_duration', duration(0n)),
  },
  max: eachComparable((type) => `list_${type}_max_${type}: list(${type}).() -> ${type}`, extreme('max', -1)),
  min: eachComparable((type) => `list_${type}_min_${type}: list(${type}).() -> ${type}`, extreme('min', 1)),
  indexOf: { 'list_a_index_of_int: list(A).(A) -> int': indexOf },
  lastIndexOf: { 'list_a_last_index_of_int: list(A).(A) -> int': lastIndexOf },
  slice: { 'list_slice: list(T).(int, int) -> list(T)': slice },
  flatten: {
    'list_flatten: list(list(T)).() -> list(T)': flatten,
    'list_flatten_int: list(dyn).(int) -> list(dyn)': flatten,
  },
  sort: eachComparable(
    (type) => `list_${type}_sort: list(${type}).() -> list(${type})`,
    (values) => sortedBy(listOf(values), listOf(values)),
  ),
  '@sortByAssociatedKeys': eachComparable(
    (type) => `list_${type}_sortByAssociatedKeys: list(T).(list(${type})) -> list(T)`,
    (values, keys) => sortedBy(listOf(values), listOf(keys)),
  ),
  'lists.range': { 'lists_range: (int) -> list(int)': range },
  reverse: { 'list_reverse: list(T).() -> list(T)': (values) => list([...itemsOf(listOf(values))].reverse()) },
  distinct: { 'list_distinct: list(T).() -> list(T)': distinct },
};

function holdsAll(whole: CelList, part: CelList): boolean {
  return itemsOf(part).every((item) => itemsOf(whole).some((each) => equals(each, item)));
}

export const SETS: FunctionTable = {
  'sets.contains': {
    'list_sets_contains_list: (list(T), list(T)) -> bool': (a, b) => holdsAll(listOf(a), listOf(b)),
  },
  'sets.equivalent': {
    'list_sets_equivalent_list: (list(T), list(T)) -> bool': (a, b) =>
      holdsAll(listOf(a), listOf(b)) && holdsAll(listOf(b), listOf(a)),
  },
  'sets.intersects': {
    'list_sets_intersects_list: (list(T), list(T)) -> bool': (a, b) =>
      itemsOf(listOf(a)).some((item) => itemsOf(listOf(b)).some((each) => equals(each, item))),
  },
};

/** A map with one entry more; the key must be new. */
function inserted(map: CelMap, entries: readonly (readonly [Value, Value])[]): CelMap {
  const held = new Map(map.keys().map((key) => [keyText(key) ?? '', [key, map.get(key) ?? null] as const]));
  for (const [key, value] of entries) {
    const text = keyText(key);
    if (text === undefined) throw new CelFault(`unsupported key type: ${typeName(key)}`);
    if (held.has(text)) throw new CelFault(`insert failed: key ${showValue(key)} already exists`);
    held.set(text, [key, value]);
  }
  return mapOfHeld(held);
}

/** How the macros that make maps add to them. */
export const MAPS: FunctionTable = {
  'cel.@mapInsert': {
    '@mapInsert_map_map: (map(K, V), map(K, V)) -> map(K, V)': (map, more) => {
      const added = mapOf(more);
      return inserted(
        mapOf(map),
        added.keys().map((key) => [key, added.get(key) ?? null]),
      );
    },
    '@mapInsert_map_key_value: (map(K, V), K, V) -> map(K, V)': (map, key, value) =>
      inserted(mapOf(map), [[key ?? null, value ?? null]]),
  },
};
