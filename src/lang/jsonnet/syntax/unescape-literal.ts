/** Escapes of quoted strings. */

const NAMED: Readonly<Record<string, string>> = {
  '"': '"',
  "'": "'",
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const HEX = /^[0-9a-fA-F]{4}$/;

export type Unescaped =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'fault'; readonly message: string };

/** The string that a literal stands for, or what is wrong with it. */
export function unescapeLiteral(literal: string): Unescaped {
  if (!literal.includes('\\')) return { kind: 'text', text: literal };
  let text = '';
  let at = 0;
  while (at < literal.length) {
    const backslash = literal.indexOf('\\', at);
    if (backslash < 0) break;
    text += literal.slice(at, backslash);
    const found = escapeAt(literal, backslash + 1);
    if (typeof found === 'string') return { kind: 'fault', message: found };
    text += found.text;
    at = found.end;
  }
  return { kind: 'text', text: text + literal.slice(at) };
}

interface Escape {
  readonly text: string;
  readonly end: number;
}

/** What the escape says whose letter stands at `at`, or the message of a fault. */
function escapeAt(literal: string, at: number): Escape | string {
  const letter = literal.charAt(at);
  if (letter === '') return 'Truncated escape sequence in string literal.';
  if (letter === 'u') return unicodeAt(literal, at + 1);
  const named = Object.hasOwn(NAMED, letter) ? NAMED[letter] : undefined;
  if (named !== undefined) return { text: named, end: at + 1 };
  const character = String.fromCodePoint(literal.codePointAt(at) ?? 0);
  return `Unknown escape sequence in string literal: \\${character}`;
}

function unicodeAt(literal: string, at: number): Escape | string {
  if (Buffer.byteLength(literal.slice(at, at + 4)) < 4) return 'Truncated unicode escape sequence in string literal.';
  const digits = literal.slice(at, at + 4);
  if (!HEX.test(digits)) return `Unicode escape sequence was malformed: ${firstBytes(literal)}`;
  const code = Number.parseInt(digits, 16);
  if (code < 0xd800 || code > 0xdfff) return { text: String.fromCharCode(code), end: at + 4 };
  return surrogateAt(literal, at + 4, code);
}

/** What is no pair becomes the replacement character. */
function surrogateAt(literal: string, at: number, high: number): Escape | string {
  if (Buffer.byteLength(literal.slice(at, at + 6)) < 6)
    return 'Truncated unicode surrogate pair escape sequence in string literal.';
  if (!literal.startsWith('\\u', at))
    return 'Unicode surrogate pair escape sequence missing low surrogate in string literal.';
  const digits = literal.slice(at + 2, at + 6);
  if (!HEX.test(digits)) return `Unicode low surrogate escape sequence was malformed: ${firstBytes(literal)}`;
  const low = Number.parseInt(digits, 16);
  const isPair = high < 0xdc00 && low >= 0xdc00 && low <= 0xdfff;
  return { text: isPair ? String.fromCharCode(high, low) : '\ufffd', end: at + 6 };
}

function firstBytes(literal: string): string {
  return Buffer.from(literal).subarray(0, 4).toString();
}
