/** Values that may be absent. */

import type { Run } from '../environment.ts';
import { listOf } from '../runtime/arguments.ts';
import { CelFault, noSuchOverload } from '../runtime/cel-fault.ts';
import { selectOptional } from '../runtime/select.ts';
import { showValue } from '../runtime/show-value.ts';
import { isKind, itemsOf, list, NONE, type Optional, some, type Value } from '../runtime/values.ts';
import type { FunctionTable } from './signatures.ts';

function optionalOf(value: Value | undefined): Optional {
  if (value !== undefined && isKind(value, 'optional')) return value;
  throw noSuchOverload();
}

/** What an empty variable of the type holds. */
function isZero(value: Value): boolean {
  if (value === null || value === false || value === 0 || value === 0n || value === '') return true;
  if (value instanceof Uint8Array) return value.length === 0;
  if (isKind(value, 'list') || isKind(value, 'map')) return value.size === 0;
  if (isKind(value, 'uint')) return value.value === 0n;
  if (isKind(value, 'duration')) return value.nanos === 0n;
  return isKind(value, 'optional') && value.value === undefined;
}

const unwrap: Run = (values) =>
  list(
    itemsOf(listOf(values)).flatMap((item) => {
      if (!isKind(item, 'optional')) throw new CelFault(`value ${showValue(item)} is not optional`);
      return item.value === undefined ? [] : [item.value];
    }),
  );

const at: Run = (holder, key) => selectOptional(holder ?? null, key ?? null);

export const OPTIONALS: FunctionTable = {
  'optional.of': { 'optional_of: (V) -> optional(V)': (value) => some(value ?? null) },
  'optional.ofNonZeroValue': {
    'optional_ofNonZeroValue: (V) -> optional(V)': (value) => (isZero(value ?? null) ? NONE : some(value ?? null)),
  },
  'optional.none': { 'optional_none: () -> optional(V)': () => NONE },
  value: {
    'optional_value: optional(V).() -> V': (optional) => {
      const { value } = optionalOf(optional);
      if (value === undefined) throw new CelFault('optional.none() dereference');
      return value;
    },
  },
  hasValue: { 'optional_hasValue: optional(V).() -> bool': (optional) => optionalOf(optional).value !== undefined },
  or: { 'optional_or_optional: optional(V).(optional(V)) -> optional(V)': undefined },
  orValue: { 'optional_orValue_value: optional(V).(V) -> V': undefined },
  '_?._': { 'select_optional_field: (dyn, string) -> optional(V)': at },
  '_[?_]': {
    'list_optindex_optional_int: (list(V), int) -> optional(V)': at,
    'optional_list_optindex_optional_int: (optional(list(V)), int) -> optional(V)': at,
    'map_optindex_optional_value: (map(K, V), K) -> optional(V)': at,
    'optional_map_optindex_optional_value: (optional(map(K, V)), K) -> optional(V)': at,
  },
  last: {
    'list_last: list(V).() -> optional(V)': (values) => {
      const { items, size } = listOf(values);
      return size === 0 ? NONE : some(items[size - 1] ?? null);
    },
  },
  first: {
    'list_first: list(V).() -> optional(V)': (values) => {
      const { items, size } = listOf(values);
      return size === 0 ? NONE : some(items[0] ?? null);
    },
  },
  'optional.unwrap': { 'optional_unwrap: (list(optional(V))) -> list(V)': unwrap },
  unwrapOpt: { 'optional_unwrapOpt: list(optional(V)).() -> list(V)': unwrap },
};
