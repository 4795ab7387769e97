/** Looking into values: members, items, slices. */

import { sortedKeys } from '../../../base/json/byte-order.ts';
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import type { Budget } from '../compile/machine.ts';
import { described, JqError } from './fault.ts';
import { compareValues } from './kind.ts';

/** A slice as a key of a path: `{"start": 1, "end": null}`. */
export interface Slice {
  readonly start: Json;
  readonly end: Json;
}

/** The value under a key: member, item, positions of a sub-list, or a slice. */
export function accessed(value: Json, key: Json, budget: Budget): Json {
  if (typeof key === 'string') {
    if (value === null) return null;
    if (!isObject(value)) throw new JqError(`expected an object but got: ${described(value)}`);
    return Object.hasOwn(value, key) ? (value[key] ?? null) : null;
  }
  if (typeof key === 'number' || typeof key === 'bigint') return itemAt(value, Number(key));
  if (isList(key)) return isList(value) || value === null ? positions(value, key, budget) : notAList(value);
  if (isObject(key)) return sliced(value, sliceOf(key), budget);
  throw new JqError(
    isObject(value) || value === null
      ? `expected a string for object key but got: ${described(key)}`
      : `expected a number for indexing an array but got: ${described(key)}`,
  );
}

function notAList(value: Json): never {
  throw new JqError(`expected an array but got: ${described(value)}`);
}

function itemAt(value: Json, key: number): Json {
  if (value === null) return null;
  if (Number.isNaN(key)) return null;
  if (typeof value === 'string') return [...value].at(Math.trunc(key)) ?? null;
  if (!isList(value)) return notAList(value);
  return value.at(Math.floor(key)) ?? null;
}

function positions(value: readonly Json[] | null, part: readonly Json[], budget: Budget): Json {
  if (value === null) return null;
  if (part.length === 0) return [];
  budget.hold(value.length * part.length);
  return value.flatMap((_, at) =>
    at + part.length <= value.length &&
    part.every((item, offset) => compareValues(value[at + offset] as Json, item) === 0)
      ? [at]
      : [],
  );
}

/** The slice that such a key means. */
export function sliceOf(key: { readonly [name: string]: Json | undefined }): Slice {
  const { start, end } = key;
  if (start === undefined || end === undefined) {
    throw new JqError(`expected "start" and "end" for slicing but got: ${described(key as Json)}`);
  }
  return { start, end };
}

export function sliced(value: Json, slice: Slice, budget: Budget): Json {
  if (value === null) return null;
  if (typeof value === 'string') {
    const characters = [...value];
    const { from, to } = bounds(slice, characters.length);
    budget.hold(characters.length);
    return characters.slice(from, to).join('');
  }
  if (!isList(value)) return notAList(value);
  const { from, to } = bounds(slice, value.length);
  budget.hold(to - from);
  return value.slice(from, to);
}

/** Where a slice begins and ends in a list of this length. */
export function bounds(slice: Slice, length: number): { readonly from: number; readonly to: number } {
  const from = clamped(numberOr(slice.start, 0, Math.floor), length);
  const to = clamped(numberOr(slice.end, length, Math.ceil), length);
  return { from, to: Math.max(from, to) };
}

function numberOr(value: Json, absent: number, round: (value: number) => number): number {
  if (value === null) return absent;
  if (typeof value !== 'number' && typeof value !== 'bigint') {
    throw new JqError(`expected a number for indexing an array but got: ${described(value)}`);
  }
  const number = Number(value);
  return Number.isNaN(number) ? 0 : round(number);
}

function clamped(position: number, length: number): number {
  return Math.min(Math.max(position < 0 ? position + length : position, 0), length);
}

/** Keys of everything directly inside, in order: byte order in objects. */
export function keysInside(value: Json): readonly (string | number)[] {
  if (isList(value)) return value.map((_, at) => at);
  if (isObject(value)) return sortedKeys(value);
  throw new JqError(`cannot iterate over: ${described(value)}`);
}
