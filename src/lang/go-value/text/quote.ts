/** Go's quoted strings: strconv.Quote and Unquote. */
import { decodeText, encodeText, holdsRawBytes, joinedText } from '../byte-text.ts';

const PLAIN = /^[ !#-[\]-~]*$/;
/** What needs no look at each character: ASCII with quotes, backslashes and line breaks in it. */
const PLAIN_BUT_MARKS = /^[ -~\n]*$/;
const MARKS = /["\\]/g;
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;
const ESCAPES: Readonly<Record<string, string>> = {
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
  '\\': '\\\\',
};

/** unicode.IsPrint: letters, marks, numbers, punctuation, symbols and the ASCII space. */
export function isPrintable(character: string): boolean {
  return PRINTABLE.test(character);
}

/** The bytes of a string in hexadecimal digits where it is one raw byte, else undefined. */
function rawByte(code: number): string | undefined {
  return code >= 0xdc80 && code <= 0xdcff ? hex(code - 0xdc00, 2) : undefined;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0');
}

export interface Quoting {
  /** Everything beyond ASCII escaped, as `%+q`. */
  readonly ascii?: boolean;
}

/** strconv.Quote. */
export function quote(text: string, quoting: Quoting = {}): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (PLAIN_BUT_MARKS.test(text)) return `"${text.replace(MARKS, '\\$&').replaceAll('\n', '\\n')}"`;
  return `"${[...text].map((character) => escaped(character, '"', quoting)).join('')}"`;
}

/** strconv.QuoteRune, for a valid character. */
export function quoteCharacter(character: string, quoting: Quoting = {}): string {
  return `'${escaped(character, "'", quoting)}'`;
}

function escaped(character: string, mark: string, quoting: Quoting): string {
  const code = character.codePointAt(0) ?? 0;
  const raw = rawByte(code);
  if (raw !== undefined) return `\\x${raw}`;
  if (character === mark) return `\\${mark}`;
  const named = ESCAPES[character];
  if (named !== undefined) return named;
  if (isPrintable(character) && !(quoting.ascii && code >= 0x80)) return character;
  if (code < 0x80) return `\\x${hex(code, 2)}`;
  return code < 0x10000 ? `\\u${hex(code, 4)}` : `\\U${hex(code, 8)}`;
}

/** strconv.CanBackquote. */
export function canBackquote(text: string): boolean {
  return !/[\0-\x08\x0a-\x1f`\x7f\ufeff]/.test(text) && !holdsRawBytes(text);
}

const NAMED: Readonly<Record<string, number>> = { a: 7, b: 8, f: 12, n: 10, r: 13, t: 9, v: 11, '\\': 92 };

export interface Unquoted {
  /** Code point, or the byte of an escape of one byte. */
  readonly value: number;
  readonly isByte: boolean;
  readonly next: number;
}

/** strconv.UnquoteChar on `text` from `at`; undefined for wrong syntax. */
export function unquoteCharacter(text: string, at: number, mark: string): Unquoted | undefined {
  const code = text.codePointAt(at);
  if (code === undefined || text[at] === mark) return undefined;
  if (text[at] !== '\\') return { value: code, isByte: false, next: at + (code > 0xffff ? 2 : 1) };
  const letter = text[at + 1];
  if (letter === undefined) return undefined;
  const named = NAMED[letter];
  if (named !== undefined) return { value: named, isByte: false, next: at + 2 };
  if (letter === "'" || letter === '"') {
    return letter === mark ? { value: letter.charCodeAt(0), isByte: false, next: at + 2 } : undefined;
  }
  return numericEscape(text, at, letter);
}

function numericEscape(text: string, at: number, letter: string): Unquoted | undefined {
  const digits = { x: 2, u: 4, U: 8 }[letter];
  if (digits !== undefined) {
    const source = text.slice(at + 2, at + 2 + digits);
    if (source.length < digits || !/^[\da-fA-F]+$/.test(source)) return undefined;
    const value = Number.parseInt(source, 16);
    if (letter !== 'x' && (value > 0x10ffff || (value >= 0xd800 && value < 0xe000))) return undefined;
    return { value, isByte: letter === 'x', next: at + 2 + digits };
  }
  const octal = text.slice(at + 1, at + 4);
  if (!/^[0-7]{3}$/.test(octal)) return undefined;
  const value = Number.parseInt(octal, 8);
  return value > 255 ? undefined : { value, isByte: true, next: at + 4 };
}

/** strconv.Unquote of a double-quoted or back-quoted literal; undefined for wrong syntax. */
export function unquote(literal: string): string | undefined {
  const mark = literal[0];
  if (literal.length < 2 || mark !== literal.at(-1)) return undefined;
  const body = literal.slice(1, -1);
  if (mark === '`') return body.includes('`') ? undefined : body.replaceAll('\r', '');
  if (mark !== '"' || body.includes('\n')) return undefined;
  if (!body.includes('\\')) return body.includes('"') ? undefined : body;
  let text = '';
  for (let at = 0; at < body.length; ) {
    const piece = unquoteCharacter(body, at, '"');
    if (piece === undefined) return undefined;
    text +=
      piece.isByte && piece.value >= 0x80
        ? String.fromCharCode(0xdc00 + piece.value)
        : String.fromCodePoint(piece.value);
    at = piece.next;
  }
  return joinedText(text);
}

/** The text's bytes as text of one unit a byte, and back: for what works on bytes. */
export function toBinary(text: string): string {
  return Buffer.from(encodeText(text)).toString('latin1');
}

/** The inverse of `toBinary`. */
export function fromBinary(binary: string): string {
  return decodeText(Buffer.from(binary, 'latin1'));
}
