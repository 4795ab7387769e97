/** Scalars of built-in types in the one form that the API server answers with. */
import type { Json } from '../../base/json-value.ts';
import { canonicalQuantity } from '../../kube/quantity/quantity.ts';
import { formatGoDuration, parseGoDuration } from '../../lang/go-time/duration.ts';

/** The value is of another JSON type than the field. */
export const MISMATCH: unique symbol = Symbol('mismatch');

/** A value of a scalar or special type; unknown types take any value. */
export function canonicalScalar(value: Json, type: string): Json | typeof MISMATCH {
  switch (type) {
    case 'string':
    case 'bytes':
      return typeof value === 'string' ? value : MISMATCH;
    case 'Duration':
      return canonicalDuration(value);
    case 'Time':
    case 'MicroTime':
      return typeof value === 'string' ? value : MISMATCH;
    case 'bool':
      return typeof value === 'boolean' ? value : MISMATCH;
    case 'int32':
    case 'int64':
      return isInteger(value) ? value : MISMATCH;
    case 'float64':
      return typeof value === 'number' || typeof value === 'bigint' ? value : MISMATCH;
    case 'Quantity':
      return canonicalQuantity(value) ?? MISMATCH;
    default:
      return value;
  }
}

/** `90s` is `1m30s`, as Go writes it. */
function canonicalDuration(value: Json): Json | typeof MISMATCH {
  const read = typeof value === 'string' ? parseGoDuration(value) : undefined;
  return read?.kind === 'duration' ? formatGoDuration(read.nanoseconds) : MISMATCH;
}

function isInteger(value: Json): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}
