/** Numbers and values as text. */
import { compareBytes } from '../../../base/json/byte-order.ts';
import { isList, isObject, type Json } from '../../../base/json-value.ts';

/** A number as written: whole ones keep every digit. */
export function numberFrom(text: string): number | bigint {
  if (/^-?\d+$/.test(text)) return whole(BigInt(text));
  return Number(text);
}

/** A whole number, as a plain one where that is exact. */
export function whole(value: bigint): number | bigint {
  const plain = Number(value);
  return Number.isSafeInteger(plain) ? plain : value;
}

/** Compact JSON: keys in byte order, the infinite as the greatest number there is, what is no number as null. */
export function jsonText(value: Json): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'string') return quoted(value);
  if (isList(value)) return `[${value.map(jsonText).join(',')}]`;
  if (!isObject(value)) return String(value);
  const keys = Object.keys(value).sort(compareBytes);
  return `{${keys.map((key) => `${quoted(key)}:${jsonText(value[key] ?? null)}`).join(',')}}`;
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return 'null';
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  return value > 0 ? String(Number.MAX_VALUE) : String(-Number.MAX_VALUE);
}

function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u007f', '\\u007f');
}
