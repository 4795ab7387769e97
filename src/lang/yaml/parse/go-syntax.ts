/** Values and keys as Go's `%#v` shows them, for messages, and as the names that keys have in JSON. */
import { compareBytes, floatText, formatFloat, quote } from '../../go-value/index.ts';
import type { Resolved } from './resolve.ts';
import type { TypedMap, TypedValue } from './typed-value.ts';

const HIGHEST_INT = 2n ** 63n - 1n;

/** A value in Go's syntax; different keys have different ones. */
export function goSyntax(value: TypedValue): string {
  if (value.kind === 'leaf') return leafSyntax(value.value);
  if (value.kind === 'list') return `[]interface {}{${value.items.map(insideSyntax).join(', ')}}`;
  const pairs = sortedEntries(value).map(({ key, value: item }) => {
    return `${insideSyntax({ kind: 'leaf', value: key })}:${insideSyntax(item)}`;
  });
  return `map[interface {}]interface {}{${pairs.join(', ')}}`;
}

/** Inside others a nil shows its type. */
function insideSyntax(value: TypedValue): string {
  return value.kind === 'leaf' && value.value.kind === 'null' ? 'interface {}(nil)' : goSyntax(value);
}

function leafSyntax(value: Resolved): string {
  switch (value.kind) {
    case 'null':
      return '<nil>';
    case 'bool':
      return String(value.value);
    case 'int':
      return isUnsigned(value.value) ? `0x${value.value.toString(16)}` : String(value.value);
    case 'float':
      return floatText(value.value);
    default:
      return quote(value.value);
  }
}

function isUnsigned(value: number | bigint): boolean {
  return typeof value === 'bigint' && value > HIGHEST_INT;
}

/** The name of the field in JSON; undefined for keys that have none. Floats are shown with 32 bits. */
export function keyText(key: Resolved): string | undefined {
  switch (key.kind) {
    case 'null':
      return undefined;
    case 'bool':
      return String(key.value);
    case 'int':
      return isUnsigned(key.value) ? undefined : String(key.value);
    case 'float':
      return floatKey(key.value);
    default:
      return key.value.toWellFormed();
  }
}

function floatKey(value: number): string {
  const text = formatFloat(value, { verb: 'g', precision: -1, bits: 32 });
  return { '+Inf': '.inf', '-Inf': '-.inf', NaN: '.nan' }[text] ?? text;
}

/** What the message says of a key without a name. */
export function typeOfKey(key: Resolved): string {
  return key.kind === 'null' ? '%!s(<nil>)' : 'uint64';
}

function sortedEntries({ entries }: TypedMap) {
  return [...entries.values()].sort((a, b) => compareKeys(a.key, b.key));
}

const KEY_ORDER: readonly Resolved['kind'][] = ['null', 'str', 'binary', 'timestamp', 'int', 'float', 'bool'];

/** As `fmt` sorts keys: nil, then by type, then by value. */
function compareKeys(a: Resolved, b: Resolved): number {
  const order = KEY_ORDER.indexOf(a.kind) - KEY_ORDER.indexOf(b.kind);
  if (order !== 0 || a.kind === 'null' || b.kind === 'null') return order;
  if (typeof a.value === 'string' && typeof b.value === 'string') return compareBytes(a.value, b.value);
  // Unsigned ones are another type, and come first.
  const unsigned = Number(b.kind === 'int' && isUnsigned(b.value)) - Number(a.kind === 'int' && isUnsigned(a.value));
  return unsigned || (a.value < b.value ? -1 : 1);
}
