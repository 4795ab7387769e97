/** Value → JSON text: with bigint, in the order of the object or in byte order, and as Go's encoding/json escapes. */
import { isList, isObject, type Json, type JsonObject } from '../json-value.ts';
import { sortedKeys } from './byte-order.ts';

export interface JsonStyle {
  /** Keys in byte order of UTF-8, as Go writes maps. */
  readonly sorted?: boolean;
  /** Escapes `<`, `>`, `&`, U+2028 and U+2029, as Go's encoder does unless told otherwise. */
  readonly html?: boolean;
  /** Spaces per level; absent: everything in one line. */
  readonly indent?: number;
}

/** JSON text of a value. Members that are undefined are left out. */
export function stringifyJson(value: Json, style: JsonStyle = {}): string {
  if (!style.sorted) {
    const plain = stringifyPlainly(value, style.indent);
    if (plain !== undefined) return style.html ? escapeHtml(plain) : plain;
  }
  const text = write(value, style, '\n');
  return style.html ? escapeHtml(text) : text;
}

/** One text for one value: keys in byte order, no spaces. For hashes, cache keys and comparison. */
export function canonicalJson(value: Json): string {
  return stringifyJson(value, { sorted: true });
}

/** Text as Go's encoding/json writes structs and maps that are already in order: with HTML escapes. */
export function goJson(value: Json): string {
  if (typeof value === 'string') return escapeHtml(JSON.stringify(value));
  return stringifyJson(value, { html: true });
}

const HTML = /[<>&\u2028\u2029]/;
const EVERY_HTML = new RegExp(HTML, 'g');

/** The characters occur only inside strings, so the escapes are safe anywhere in JSON text. */
function escapeHtml(text: string): string {
  if (!HTML.test(text)) return text;
  return text.replace(EVERY_HTML, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `JSON.stringify`, or undefined where a bigint is inside. */
function stringifyPlainly(value: Json, indent: number | undefined): string | undefined {
  try {
    return JSON.stringify(value, null, indent);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

function write(value: Json, style: JsonStyle, line: string): string {
  if (typeof value === 'bigint') return String(value);
  if (isList(value)) {
    return bracket(
      '[]',
      value.map((item) => write(item, style, deeper(style, line))),
      style,
      line,
    );
  }
  if (isObject(value)) return bracket('{}', members(value, style, line), style, line);
  return JSON.stringify(value);
}

function members(object: JsonObject, style: JsonStyle, line: string): string[] {
  const keys = style.sorted ? sortedKeys(object) : Object.keys(object);
  const colon = style.indent ? ': ' : ':';
  const texts: string[] = [];
  for (const key of keys) {
    const value = object[key];
    if (value !== undefined) texts.push(JSON.stringify(key) + colon + write(value, style, deeper(style, line)));
  }
  return texts;
}

function bracket(pair: string, parts: readonly string[], style: JsonStyle, line: string): string {
  if (parts.length === 0) return pair;
  if (!style.indent) return `${pair[0]}${parts.join(',')}${pair[1]}`;
  const inner = deeper(style, line);
  return `${pair[0]}${inner}${parts.join(`,${inner}`)}${line}${pair[1]}`;
}

function deeper(style: JsonStyle, line: string): string {
  return style.indent ? line + ' '.repeat(style.indent) : line;
}
