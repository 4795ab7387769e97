/** Equality and order of values. Numbers of all types compare by value; values of other types are never equal. */
import { compareBytes as compareTexts } from '../../../base/json/byte-order.ts';
import { CelFault, noSuchOverload } from './cel-fault.ts';
import { type CelList, type CelMap, isKind, itemsOf, type ListSort, type Value } from './values.ts';

/** How many pairs of values one comparison looks at: values that share parts may be far larger than what made them. */
interface Fuel {
  left: number;
}

const MOST_PAIRS = 5_000_000;

/** `==`. Throws what ends an evaluation where the values are too large to be compared. */
export function equals(a: Value, b: Value, fuel: Fuel = { left: MOST_PAIRS }): boolean {
  fuel.left -= 1;
  if (fuel.left < 0) throw new CelFault('operation cancelled: actual cost limit exceeded', true);
  if (a === null || b === null) return a === b;
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== undefined || right !== undefined) {
    return left !== undefined && right !== undefined && sameNumber(left, right);
  }
  if (typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && compareBytes(a, b) === 0;
  if (b instanceof Uint8Array || a.kind !== b.kind) return false;
  switch (a.kind) {
    case 'list':
      return isKind(b, 'list') && sameLists(a, b, fuel);
    case 'map':
      return isKind(b, 'map') && sameMaps(a, b, fuel);
    case 'timestamp':
    case 'duration':
      return isKind(b, a.kind) && a.nanos === b.nanos;
    case 'type':
      return isKind(b, 'type') && a.name === b.name;
    case 'optional':
      return isKind(b, 'optional') && sameOptional(a.value, b.value, fuel);
    case 'opaque':
      return isKind(b, 'opaque') && a.type.name === b.type.name && a.equals(b);
    default:
      return false;
  }
}

function sameOptional(a: Value | undefined, b: Value | undefined, fuel?: Fuel): boolean {
  return a === undefined || b === undefined ? a === b : equals(a, b, fuel);
}

function numberOf(value: Value): bigint | number | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  return isKind(value, 'uint') ? value.value : undefined;
}

function sameNumber(a: bigint | number, b: bigint | number): boolean {
  // The language compares integers and doubles by their exact values.
  // biome-ignore lint/suspicious/noDoubleEquals: numbers of two types
  return a == b;
}

function sameLists(a: CelList, b: CelList, fuel: Fuel): boolean {
  if (a.size !== b.size) return false;
  if (a.sort?.kind === 'set') return itemsOf(b).every((item) => itemsOf(a).some((each) => equals(each, item, fuel)));
  if (a.sort?.kind === 'map') return sameByKeys(a, b, a.sort);
  return itemsOf(a).every((item, index) => equals(item, b.items[index] ?? null, fuel));
}

function sameByKeys(a: CelList, b: CelList, { keys }: Extract<ListSort, { kind: 'map' }>): boolean {
  return itemsOf(b).every((item) => {
    const found = itemsOf(a).find((each) =>
      keys.every((key) => sameOptional(memberOf(each, key), memberOf(item, key))),
    );
    return found !== undefined && equals(found, item);
  });
}

/** The member of a map; undefined also for what is no map. */
export function memberOf(value: Value, key: string): Value | undefined {
  return isKind(value, 'map') ? value.get(key) : undefined;
}

function sameMaps(a: CelMap, b: CelMap, fuel: Fuel): boolean {
  if (a.size !== b.size) return false;
  return a.keys().every((key) => {
    const [left, right] = [a.get(key), b.get(key)];
    return left !== undefined && right !== undefined && equals(left, right, fuel);
  });
}

/** Below zero where `a` comes first. Throws for values without order, among them NaN. */
export function compare(a: Value, b: Value): number {
  const [left, right] = [numberOf(a), numberOf(b)];
  if (left !== undefined && right !== undefined) {
    if (Number.isNaN(left) || Number.isNaN(right)) throw new CelFault('NaN values cannot be ordered');
    return left < right ? -1 : sameNumber(left, right) ? 0 : 1;
  }
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  for (const kind of ['timestamp', 'duration'] as const) {
    if (isKind(a, kind) && isKind(b, kind)) return a.nanos < b.nanos ? -1 : a.nanos > b.nanos ? 1 : 0;
  }
  throw noSuchOverload();
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index += 1) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}
