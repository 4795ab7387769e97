/** Scalars as the tables know them: what Go's decoder takes for each, and what it is called when it does not fit. */
import { isList, isObject, type Json } from '../../base/json-value.ts';
import type { ScalarKind } from './field.ts';
import { isTime } from './time.ts';

export type ReadScalar =
  | { readonly kind: 'value'; readonly value: Json }
  | { readonly kind: 'mismatch'; readonly expected: string };

const MAX_INT64 = 2n ** 63n - 1n;
const MIN_INT64 = -(2n ** 63n);
const MAX_INT32 = 2 ** 31 - 1;
const BASE64 = /^(?:[A-Za-z0-9+/\s]*={0,2}\s*)$/;

/** The value as its type has it: integers as numbers, rounded beyond 2^53. Never null. */
export function readScalar(kind: ScalarKind, value: Json): ReadScalar {
  switch (kind) {
    case 'text':
      return typeof value === 'string' ? ok(value) : mismatch('text');
    case 'flag':
      return typeof value === 'boolean' ? ok(value) : mismatch('true or false');
    case 'int64':
      return readInteger(value);
    case 'int32':
      return isInt32(value) ? ok(value) : mismatch('an integer of 32 bits');
    case 'time':
      return typeof value === 'string' && isTime(value) ? ok(value) : mismatch('a time like 2006-01-02T15:04:05Z');
    case 'bytes':
      return typeof value === 'string' && BASE64.test(value) ? ok(value) : mismatch('base64 text');
    case 'rawObject':
      return isObject(value) ? ok(value) : mismatch('an object');
    case 'intOrString':
      return typeof value === 'string' || isInt32(value) ? ok(value) : mismatch('an integer or text');
    case 'quantity':
      return typeof value === 'string' || typeof value === 'number' ? ok(value) : mismatch('a quantity');
    default:
      return ok(value);
  }
}

/** What a value is, without showing it: it may be a secret. */
export function describe(value: Json | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'null';
  if (isList(value)) return 'a list';
  if (isObject(value)) return 'an object';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean') return 'true or false';
  return typeof value === 'bigint' || Number.isInteger(value) ? 'an integer' : 'a number';
}

function readInteger(value: Json): ReadScalar {
  if (typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < 2 ** 63) return ok(value);
  if (typeof value === 'bigint' && value >= MIN_INT64 && value <= MAX_INT64) return ok(Number(value));
  return mismatch('an integer');
}

function isInt32(value: Json): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= -MAX_INT32 - 1 && value <= MAX_INT32;
}

function ok(value: Json): ReadScalar {
  return { kind: 'value', value };
}

function mismatch(expected: string): ReadScalar {
  return { kind: 'mismatch', expected };
}
