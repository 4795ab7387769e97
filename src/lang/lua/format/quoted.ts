/** Go's quoted strings. */
import { bytesOf, textOf } from '../runtime/byte-text.ts';
import type { Directive } from './directive.ts';

const NAMED: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
  '"': '\\"',
};
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
/** A letter of several bytes, or a single byte. */
const UNIT = /[\xc2-\xf4][\x80-\xbf]{1,3}|[\s\S]/g;

/** Between quotes, with what cannot be shown escaped; `+` escapes all but ASCII, `#` uses backquotes where that is possible. */
export function quoted(bytes: string, { plus, sharp }: Pick<Directive, 'plus' | 'sharp'>): string {
  if (sharp && /^[\t -_a-~\x80-\xff]*$/.test(bytes)) return `\`${bytes}\``;
  return `"${bytes.replace(UNIT, (unit) => [...textOf(unit)].map((letter) => escaped(letter, unit, plus)).join(''))}"`;
}

function escaped(letter: string, unit: string, asciiOnly: boolean): string {
  const named = NAMED[letter];
  if (named !== undefined) return named;
  const code = letter.codePointAt(0) ?? 0;
  if (letter === '\ufffd' && unit.length === 1) return `\\x${unit.charCodeAt(0).toString(16).padStart(2, '0')}`;
  if (PRINTABLE.test(letter) && (code < 0x80 || !asciiOnly)) return bytesOf(letter);
  if (code < 0x20 || code === 0x7f) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code > 0xffff ? `\\U${code.toString(16).padStart(8, '0')}` : `\\u${code.toString(16).padStart(4, '0')}`;
}
