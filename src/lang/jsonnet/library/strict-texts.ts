/** Functions on strings that take values. */
import { floatText, formatFloat } from '../../go-value/text/format-float.ts';
import { expectInteger, expectNumber, expectString } from '../runtime/expect.ts';
import { quoteText, textOf } from '../runtime/manifest.ts';
import { characters, sliceText, textLength } from '../runtime/text.ts';
import { JsonnetArray, typeOf, type Value } from '../runtime/value.ts';
import { type Call, type Declared, strict, type Values } from './native.ts';
import { isMember } from './strict-arrays.ts';

export const STRICT_TEXTS: readonly Declared[] = [
  strict('toString', 'a', ({ machine, site }, values) => textOf(machine, values.at(0), site)),
  strict('escapeStringJson', 'str_', ({ machine, site }, values) => quoteText(textOf(machine, values.at(0), site))),
  strict('char', 'n', char),
  strict('codepoint', 'str', codepoint),
  strict('lstripChars', 'str chars', (call, values) => strip(call, values, { left: true, right: false })),
  strict('rstripChars', 'str chars', (call, values) => strip(call, values, { left: false, right: true })),
  strict('stripChars', 'str chars', (call, values) => strip(call, values, { left: true, right: true })),
  strict('substr', 'str from len', substr),
  strict('splitLimit', 'str c maxsplits', (call, values) => splitLimit(call, values, 'splitLimit')),
  strict('splitLimitR', 'str c maxsplits', (call, values) => splitLimit(call, values, 'splitLimitR')),
  strict('strReplace', 'str from to', replace),
  strict('isEmpty', 'str', ({ machine, site }, values) => expectString(machine, values.at(0), site) === ''),
  strict('equalsIgnoreCase', 'str1 str2', equalsIgnoreCase),
  strict('trim', 'str', ({ machine, site }, values) => trimmed(expectString(machine, values.at(0), site))),
  strict('parseInt', 'str', parseInteger),
];

/** What Go takes for space. */
const SPACE = '[\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+';
const LEADING = new RegExp(`^${SPACE}`);
const IS_SPACE = new RegExp(SPACE);

/** An expression for the end would look at each space in the middle again for each one before it. */
function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && IS_SPACE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end).replace(LEADING, '');
}

const LAST_CODE_POINT = 0x10ffff;

function char({ machine, site }: Call, values: Values): Value {
  const number = expectNumber(machine, values.at(0), site);
  if (number > LAST_CODE_POINT) throw machine.fault(`Invalid unicode codepoint, got ${floatText(number)}`, site);
  if (number < 0) throw machine.fault(`Codepoints must be >= 0, got ${floatText(number)}`, site);
  const code = Math.trunc(number);
  return code >= 0xd800 && code <= 0xdfff ? '\ufffd' : String.fromCodePoint(code);
}

function codepoint({ machine, site }: Call, values: Values): Value {
  const text = expectString(machine, values.at(0), site);
  const length = textLength(text);
  if (length === 1) return text.codePointAt(0) ?? 0;
  throw machine.fault(`codepoint takes a string of length 1, got length ${length}`, site);
}

function strip(call: Call, values: Values, sides: { readonly left: boolean; readonly right: boolean }): Value {
  const all = characters(expectString(call.machine, values.at(0), call.site));
  const isStripped = (character: string | undefined) =>
    character !== undefined && isMember(call, values.at(1), character);
  call.machine.work(all.length >> 2);
  let [from, to] = [0, all.length];
  while (sides.left && from < to && isStripped(all[from])) from += 1;
  while (sides.right && to > from && isStripped(all[to - 1])) to -= 1;
  return all.slice(from, to).join('');
}

function substr({ machine, site }: Call, values: Values): Value {
  const [text, from, length] = [values.at(0), values.at(1), values.at(2)];
  const refuse = (parameter: string, problem: string) =>
    machine.fault(`substr ${parameter} parameter should be ${problem}`, site);
  if (typeof text !== 'string') throw refuse('first', `a string, got ${typeOf(text)}`);
  if (typeof from !== 'number') throw refuse('second', `a number, got ${typeOf(from)}`);
  if (from % 1 !== 0) throw refuse('second', `an integer, got ${sixDigits(from)}`);
  if (from < 0) throw refuse('second', `greater than zero, got ${sixDigits(from)}`);
  if (typeof length !== 'number') throw refuse('third', `a number, got ${typeOf(length)}`);
  if ((length | 0) !== length) throw refuse('third', `an integer, got ${sixDigits(length)}`);
  if (length < 0) throw refuse('third', `greater than zero, got ${length}`);
  return sliceText(text, from, from + length);
}

function sixDigits(value: number): string {
  return formatFloat(value, { verb: 'f', precision: 6, bits: 64 });
}

function splitLimit({ machine, site }: Call, values: Values, name: 'splitLimit' | 'splitLimitR'): Value {
  const text = expectString(machine, values.at(0), site);
  const separator = expectString(machine, values.at(1), site);
  const most = expectInteger(machine, values.at(2), site);
  if (most < -1) throw machine.fault(`std.${name} third parameter should be -1 or non-negative, got ${most}`, site);
  if (separator === '')
    throw machine.fault(`std.${name} second parameter should have length 1 or greater, got 0`, site);
  machine.make(text.length);
  const pieces = name === 'splitLimit' ? splitFromLeft(text, separator, most) : splitFromRight(text, separator, most);
  return new JsonnetArray(pieces);
}

function splitFromLeft(text: string, separator: string, most: number): readonly string[] {
  const pieces = text.split(separator);
  if (most < 0 || pieces.length <= most + 1) return pieces;
  return [...pieces.slice(0, most), pieces.slice(most).join(separator)];
}

/** As many splits as there would be from the left, found from the right. */
function splitFromRight(text: string, separator: string, most: number): readonly string[] {
  const count = text.split(separator).length - 1;
  const pieces: string[] = [];
  let rest = text;
  for (let left = most < 0 ? count : Math.min(count, most); left > 0; left--) {
    const at = rest.lastIndexOf(separator);
    pieces.push(rest.slice(at + separator.length));
    rest = rest.slice(0, at);
  }
  return [...pieces, rest].reverse();
}

function replace({ machine, site }: Call, values: Values): Value {
  const text = expectString(machine, values.at(0), site);
  const from = expectString(machine, values.at(1), site);
  const to = expectString(machine, values.at(2), site);
  if (from === '') throw machine.fault("'from' string must not be zero length.", site);
  const pieces = text.split(from);
  machine.make(text.length + pieces.length * to.length);
  return pieces.join(to);
}

function equalsIgnoreCase({ machine, site }: Call, values: Values): boolean {
  const left = expectString(machine, values.at(0), site);
  const right = expectString(machine, values.at(1), site);
  if (ASCII.test(left) && ASCII.test(right)) return left.toLowerCase() === right.toLowerCase();
  machine.work(left.length + right.length);
  return folded(left) === folded(right);
}

const ASCII = /^[\x00-\x7f]*$/;

/** Characters that differ in case only become equal, each for itself. */
function folded(text: string): string {
  return characters(text).map(foldedCharacter).join('');
}

function foldedCharacter(character: string): string {
  const upper = character.toUpperCase();
  const lower = (textLength(upper) === 1 ? upper : character).toLowerCase();
  return textLength(lower) === 1 ? lower : character;
}

function parseInteger({ machine, site }: Call, values: Values): Value {
  const text = expectString(machine, values.at(0), site);
  if (/^[+-]?0*\d{1,20}$/.test(text)) {
    const value = BigInt(text.replace(/^\+/, ''));
    if (BigInt.asIntN(64, value) === value) return Number(value);
  }
  throw machine.fault(`${text} is not a base 10 integer`, site);
}
