/** Kinds of values and their order, as jq sees them. */
import { compareBytes, sortedKeys } from '../../../base/json/byte-order.ts';
import { isList, type Json, type JsonObject } from '../../../base/json-value.ts';

export type Kind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  const type = typeof value;
  return type === 'bigint' ? 'number' : (type as Kind);
}

/** Everything but null and false. */
export function isTrue(value: Json): boolean {
  return value !== null && value !== false;
}

const RANK: Readonly<Record<Kind, number>> = { null: 0, boolean: 1, number: 3, string: 4, array: 5, object: 6 };

/** Negative, zero or positive: null, false, true, numbers, texts by bytes, lists, objects by keys first. */
export function compareValues(left: Json, right: Json): number {
  const kind = kindOf(left);
  const ranks = RANK[kind] - RANK[kindOf(right)];
  if (ranks !== 0) return ranks;
  switch (kind) {
    case 'boolean':
      return Number(left) - Number(right);
    case 'number':
      return compareNumbers(left as number | bigint, right as number | bigint);
    case 'string':
      return compareBytes(left as string, right as string);
    case 'array':
      return compareLists(left as readonly Json[], right as readonly Json[]);
    case 'object':
      return compareObjects(left as JsonObject, right as JsonObject);
    default:
      return 0;
  }
}

/** What is no number is less than every other. */
function compareNumbers(left: number | bigint, right: number | bigint): number {
  if (left < right || Number.isNaN(left)) return -1;
  // biome-ignore lint/suspicious/noDoubleEquals: == compares a bigint with a number by value.
  return left == right ? 0 : 1;
}

function compareLists(left: readonly Json[], right: readonly Json[]): number {
  for (let at = 0; at < left.length && at < right.length; at++) {
    const order = compareValues(left[at] as Json, right[at] as Json);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

function compareObjects(left: JsonObject, right: JsonObject): number {
  const keys = sortedKeys(left);
  const byKeys = compareLists(keys, sortedKeys(right));
  if (byKeys !== 0) return byKeys;
  for (const key of keys) {
    const order = compareValues(left[key] as Json, right[key] as Json);
    if (order !== 0) return order;
  }
  return 0;
}
