/** `html`, `js` and `urlquery`. */
import { encodeText, type GoValue, isPrintable, type Meter, sprint } from '../../go-value/index.ts';
import { printable } from '../execute/print-value.ts';
import { type Builtin, ofAnything } from './builtin.ts';

/** The text of all arguments together, each as an action would print it. */
function joined(values: readonly GoValue[], meter: Meter): string {
  const [only] = values;
  if (values.length === 1 && typeof only === 'string') return only;
  return sprint(
    values.map((value) => printable(value) ?? value),
    meter,
  );
}

const HTML: Readonly<Record<string, string>> = {
  '\0': '\ufffd',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

/** text/template's HTMLEscapeString. */
export function escapeHtml(text: string): string {
  return text.replace(/[\0"'&<>]/g, (character) => HTML[character] ?? character);
}

const JS: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '<': '\\u003C',
  '>': '\\u003E',
  '&': '\\u0026',
  '=': '\\u003D',
};

/** text/template's JSEscapeString. */
export function escapeJs(text: string): string {
  return text.replace(/[\\'"<>&=\0-\x1f]|[^\0-\x7f]/gu, (character) => {
    const named = JS[character];
    if (named !== undefined) return named;
    const code = character.codePointAt(0) ?? 0;
    const isRawByte = code >= 0xdc80 && code <= 0xdcff;
    if (isRawByte || (code >= 0x80 && isPrintable(character))) return character;
    return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`;
  });
}

/** net/url's QueryEscape. */
export function escapeQuery(text: string): string {
  if (/^[\w.~-]*$/.test(text)) return text;
  let escaped = '';
  for (const byte of encodeText(text)) {
    const character = String.fromCharCode(byte);
    if (/[A-Za-z0-9_.~-]/.test(character)) escaped += character;
    else escaped += byte === 0x20 ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
  }
  return escaped;
}

/** Large texts are counted at their worst before anything is made of them. */
const LARGE = 1 << 20;
const LARGEST_GROWTH = 6;

function escaping(name: string, convert: (text: string) => string): Builtin {
  return ofAnything(name, (values, meter) => {
    const text = joined(values, meter);
    if (text.length > LARGE) meter.take(text.length * LARGEST_GROWTH);
    return convert(text);
  });
}

export const ESCAPE_BUILTINS: readonly Builtin[] = [
  escaping('html', escapeHtml),
  escaping('js', escapeJs),
  escaping('urlquery', escapeQuery),
];
