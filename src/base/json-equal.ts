/** Equality of JSON values, whatever the order of keys. An absent member and one that is undefined are the same. */
import { isList, isObject, type Json } from './json-value.ts';

/** True where both hold the same value; a bigint equals the number of the same value. */
export function jsonEqual(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (typeof left === 'bigint' || typeof right === 'bigint') return equalNumbers(left, right);
  if (isList(left)) {
    return isList(right) && left.length === right.length && left.every((item, index) => jsonEqual(item, right[index]));
  }
  if (!isObject(left) || !isObject(right)) return false;
  let present = 0;
  for (const key of Object.keys(left)) {
    if (left[key] === undefined) continue;
    present++;
    if (!Object.hasOwn(right, key) || !jsonEqual(left[key], right[key])) return false;
  }
  return present === Object.keys(right).filter((key) => right[key] !== undefined).length;
}

function equalNumbers(left: Json | undefined, right: Json | undefined): boolean {
  const numeric = (value: Json | undefined): boolean => typeof value === 'bigint' || typeof value === 'number';
  // biome-ignore lint/suspicious/noDoubleEquals: == compares a bigint with a number by value.
  return numeric(left) && numeric(right) && left == right;
}
