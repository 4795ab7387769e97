/** Fields and elements: `a.b`, `a[b]`, `a.?b`, `a[?b]`, `has(a.b)`. */
import { CelFault } from './cel-fault.ts';
import { showValue } from './show-value.ts';
import { isKind, NONE, type Optional, some, typeName, type Value } from './values.ts';

/** The member under a key; of an optional one an optional member. Throws where a required one is not there. */
export function select(operand: Value, key: Value): Value {
  if (isKind(operand, 'optional')) return selectOptional(operand, key);
  const found = find(operand, key);
  if (found !== undefined) return found;
  throw new CelFault(`${isKind(operand, 'list') ? 'index out of bounds' : 'no such key'}: ${showValue(key)}`);
}

/** The member as an optional, none where it is not there. */
export function selectOptional(operand: Value, key: Value): Optional {
  const holder = isKind(operand, 'optional') ? operand.value : operand;
  const found = holder === undefined ? undefined : find(holder, key);
  return found === undefined ? NONE : some(found);
}

/** Whether there is a member. */
export function isPresent(operand: Value, key: string): boolean {
  return selectOptional(operand, key).value !== undefined;
}

function find(operand: Value, key: Value): Value | undefined {
  if (isKind(operand, 'map')) return operand.get(key);
  if (!isKind(operand, 'list')) return undefined;
  const index = indexOf(key);
  return index >= 0 && index < operand.size ? operand.items[index] : undefined;
}

function indexOf(key: Value): number {
  if (typeof key === 'bigint') return Number(key);
  if (isKind(key, 'uint')) return Number(key.value);
  if (typeof key === 'number' && Number.isInteger(key)) return key;
  if (typeof key === 'number') throw new CelFault(`unsupported index value ${showValue(key)} in list`);
  throw new CelFault(`unsupported index type '${typeName(key)}' in list`);
}
