/** Untyped JSON as Go's `%v` shows it: `map[a:1 b:[x <nil>]]`, keys in byte order, texts without quotes. */
import { compareBytes } from '../../base/json/byte-order.ts';
import { isList, isObject, type Json } from '../../base/json-value.ts';

/** Never throws. */
export function printUntyped(value: Json | undefined): string {
  if (value === undefined || value === null) return '<nil>';
  if (isList(value)) return `[${value.map(printUntyped).join(' ')}]`;
  if (isObject(value)) {
    const keys = Object.keys(value).sort(compareBytes);
    return `map[${keys.map((key) => `${key}:${printUntyped(value[key])}`).join(' ')}]`;
  }
  return typeof value === 'number' ? numberText(value) : String(value);
}

/** Exponents have two digits, and begin below 1e-4 and at 1e21. */
function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value);
  const text = Math.abs(value) < 1e-4 && value !== 0 ? value.toExponential() : String(value);
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}
