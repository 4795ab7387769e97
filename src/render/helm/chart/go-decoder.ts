/**
 * YAML into Go structs: numbers and booleans become text where text is wanted (`version: 1.10` is `1.1`), field names
 * match in any case, what does not fit is refused in Go's words.
 */
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import { helmFault } from '../helm-fault.ts';

/** Where a value stands, for messages: `Metadata.version`. */
export interface Place {
  readonly struct: string;
  readonly path: string;
}

/** The value of a field: the exact name first, then any case; the last of several. */
export function fieldOf(object: JsonObject, name: string): Json | undefined {
  if (Object.hasOwn(object, name)) return object[name];
  const folded = name.toLowerCase();
  return Object.entries(object).findLast(([key]) => key.toLowerCase() === folded)?.[1];
}

/** Text, also from a number or boolean; empty for null and absence. */
export function textOf(value: Json | undefined, place: Place): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : float32Text(value);
  throw mismatch(value, place, 'string');
}

export function booleanOf(value: Json | undefined, place: Place): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value === 'boolean') return value;
  throw mismatch(value, place, 'bool');
}

/** The items; undefined for null and absence. */
export function listOf(value: Json | undefined, place: Place, type: string): readonly Json[] | undefined {
  if (value === undefined || value === null) return undefined;
  if (isList(value)) return value;
  throw mismatch(value, place, type);
}

/** The members; undefined for null and absence. */
export function objectOf(value: Json | undefined, place: Place, type: string): JsonObject | undefined {
  if (value === undefined || value === null) return undefined;
  if (isObject(value)) return value;
  throw mismatch(value, place, type);
}

/** From here on Go writes a power of ten. */
const LONGEST_PLAIN = 6;

function mismatch(value: Json, { struct, path }: Place, type: string): Error {
  const found = jsonTypeOf(value);
  const target =
    path === ''
      ? `Go value of type ${struct}`
      : `Go struct field ${struct.replace(/^.*\./, '')}.${path} of type ${type}`;
  const message = `error unmarshaling JSON: while decoding JSON: json: cannot unmarshal ${found} into ${target}`;
  return helmFault('helm.invalid-chart', message);
}

function jsonTypeOf(value: Json): string {
  if (isList(value)) return 'array';
  if (isObject(value)) return 'object';
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'string' ? 'string' : 'number';
}

/** The shortest text that is the same float32, as Go's `FormatFloat(value, 'g', -1, 32)`. */
export function float32Text(value: number): string {
  const single = Math.fround(value);
  if (!Number.isFinite(single)) return single > 0 ? '+Inf' : '-Inf';
  let digits = '';
  for (let precision = 1; precision <= 9; precision++) {
    digits = single.toExponential(precision - 1);
    if (Math.fround(Number(digits)) === single) break;
  }
  const [mantissa = '', power = '0'] = digits.split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < LONGEST_PLAIN) return plain(mantissa, exponent);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function plain(mantissa: string, exponent: number): string {
  const sign = mantissa.startsWith('-') ? '-' : '';
  const figures = mantissa.replace(/[-.]/g, '');
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${figures}`;
  const padded = figures.padEnd(exponent + 1, '0');
  const fraction = padded.slice(exponent + 1);
  return `${sign}${padded.slice(0, exponent + 1)}${fraction === '' ? '' : `.${fraction}`}`;
}
