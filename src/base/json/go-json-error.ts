/**
 * What is wrong with a JSON text, in the words of Go's encoding/json: clients and people know these sentences.
 * A scanner of bytes, as Go's (`scanner.go`), so that it stops where that stops.
 */
import { Buffer } from 'node:buffer';

const SENTENCES = {
  value: 'looking for beginning of value',
  'first-element': 'looking for beginning of value',
  'first-key': 'looking for beginning of object key string',
  key: 'looking for beginning of object key string',
  colon: 'after object key',
  'after-member': 'after object key:value pair',
  'after-element': 'after array element',
  end: 'after top-level value',
} as const;

type Expectation = keyof typeof SENTENCES;

/** Where a scalar ends, or where it goes wrong and how. */
type Scanned = { readonly end: number } | { readonly odd: number; readonly where: string };

/** The sentence for a text that is no JSON. For one that is, the answer means nothing. */
export function goJsonError(source: string | Uint8Array): string {
  const text = Buffer.from(source).toString('latin1');
  const open: ('object' | 'array')[] = [];
  let expected: Expectation = 'value';
  let at = 0;
  while (true) {
    while (/[ \t\r\n]/.test(text.charAt(at))) at += 1;
    if (at >= text.length) return UNEXPECTED_END;
    const step = advance(text, at, expected, open);
    if (typeof step === 'string') return step;
    expected = step.expected;
    at = step.at;
  }
}

const UNEXPECTED_END = 'unexpected end of JSON input';
const IN_STRING = 'in string literal';

interface Step {
  readonly expected: Expectation;
  readonly at: number;
}

/** The sentence where the text can't go on like this. */
function advance(text: string, at: number, expected: Expectation, open: ('object' | 'array')[]): Step | string {
  const character = text.charAt(at);
  const refusal = oddText(character, SENTENCES[expected]);
  switch (expected) {
    case 'value':
      return value(text, at, open);
    case 'first-element':
      return character === ']' ? closed(at, open) : value(text, at, open);
    case 'first-key':
    case 'key':
      if (character === '}' && expected === 'first-key') return closed(at, open);
      return character === '"' ? after(text, stringAt(text, at), 'colon') : refusal;
    case 'colon':
      return character === ':' ? { expected: 'value', at: at + 1 } : refusal;
    case 'after-member':
      if (character === ',') return { expected: 'key', at: at + 1 };
      return character === '}' ? closed(at, open) : refusal;
    case 'after-element':
      if (character === ',') return { expected: 'value', at: at + 1 };
      return character === ']' ? closed(at, open) : refusal;
    case 'end':
      return refusal;
  }
}

function value(text: string, at: number, open: ('object' | 'array')[]): Step | string {
  const character = text.charAt(at);
  if (character === '{') {
    open.push('object');
    return { expected: 'first-key', at: at + 1 };
  }
  if (character === '[') {
    open.push('array');
    return { expected: 'first-element', at: at + 1 };
  }
  const scanned = scalarAt(text, at);
  return scanned === undefined ? oddText(character, SENTENCES.value) : after(text, scanned, afterValue(open));
}

function after(text: string, scanned: Scanned, expected: Expectation): Step | string {
  if ('end' in scanned) return { expected, at: scanned.end };
  if (scanned.odd < text.length) return oddText(text.charAt(scanned.odd), scanned.where);
  // The end of a text is looked at as if a space followed, which may stand in a string.
  return scanned.where === IN_STRING ? UNEXPECTED_END : oddText(' ', scanned.where);
}

function closed(at: number, open: ('object' | 'array')[]): Step {
  open.pop();
  return { expected: afterValue(open), at: at + 1 };
}

function afterValue(open: readonly ('object' | 'array')[]): Expectation {
  const inner = open.at(-1);
  if (inner === undefined) return 'end';
  return inner === 'object' ? 'after-member' : 'after-element';
}

function scalarAt(text: string, at: number): Scanned | undefined {
  const character = text.charAt(at);
  if (character === '"') return stringAt(text, at);
  if (/[-0-9]/.test(character)) return numberAt(text, at);
  const word = ['true', 'false', 'null'].find((one) => one[0] === character);
  if (word === undefined) return undefined;
  const odd = [...word].findIndex((letter, index) => text[at + index] !== letter);
  if (odd < 0) return { end: at + word.length };
  return { odd: at + odd, where: `in literal ${word} (expecting '${word[odd]}')` };
}

function stringAt(text: string, start: number): Scanned {
  for (let at = start + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === '"') return { end: at + 1 };
    if (character < ' ') return { odd: at, where: IN_STRING };
    if (character !== '\\') continue;
    at += 1;
    if (!/["\\/bfnrtu]/.test(text.charAt(at))) return { odd: at, where: 'in string escape code' };
    if (text[at] !== 'u') continue;
    const digits = /[0-9a-fA-F]{0,4}/y;
    digits.lastIndex = at + 1;
    digits.test(text);
    at = digits.lastIndex - 1;
    if (!/u[0-9a-fA-F]{4}$/.test(text.slice(at - 4, at + 1)))
      return { odd: at + 1, where: 'in \\u hexadecimal character escape' };
  }
  return { odd: text.length, where: IN_STRING };
}

/** Each part of a number and how it is called where its first digit is missing. */
const PARTS: readonly (readonly [begin: RegExp, digits: RegExp, where: string])[] = [
  [/-?/y, /0|[1-9][0-9]*/y, 'in numeric literal'],
  [/\./y, /[0-9]+/y, 'after decimal point in numeric literal'],
  [/[eE][-+]?/y, /[0-9]+/y, 'in exponent of numeric literal'],
];

function numberAt(text: string, start: number): Scanned {
  let at = start;
  for (const [begin, digits, where] of PARTS) {
    const begun = endOf(begin, text, at);
    if (begun === undefined) continue;
    const end = endOf(digits, text, begun);
    if (end === undefined) return { odd: begun, where };
    at = end;
  }
  return { end: at };
}

function endOf(pattern: RegExp, text: string, at: number): number | undefined {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}

function oddText(character: string, where: string): string {
  return `invalid character ${quotedByte(character)} ${where}`;
}

const NAMED: Readonly<Record<string, string>> = {
  "'": "\\'",
  '"': '"',
  '\\': '\\\\',
  '\x07': '\\a',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\v': '\\v',
};

/** A byte, as the character of that number. */
function quotedByte(character: string): string {
  const code = character.charCodeAt(0);
  const named = NAMED[character];
  if (named !== undefined) return `'${named}'`;
  if (code < 0x20 || code === 0x7f) return `'\\x${code.toString(16).padStart(2, '0')}'`;
  if ((code > 0x7f && code <= 0xa0) || code === 0xad) return `'\\u${code.toString(16).padStart(4, '0')}'`;
  return `'${character}'`;
}
