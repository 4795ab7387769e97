/** Functions on text: those of the language, and of the strings extension in version 2. Positions count code points. */
import type { Run } from '../environment.ts';
import { intOf, listOf, textOf } from '../runtime/arguments.ts';
import { CelFault } from '../runtime/cel-fault.ts';
import { showValue } from '../runtime/show-value.ts';
import { itemsOf, list, type Value } from '../runtime/values.ts';
import { formatText } from './format-text.ts';
import { matches } from './patterns.ts';
import type { FunctionTable } from './signatures.ts';

function outOfRange(index: bigint): CelFault {
  return new CelFault(`index out of range: ${index}`);
}

function within(index: bigint, length: number): number {
  if (index < 0n || index > BigInt(length)) throw outOfRange(index);
  return Number(index);
}

const charAt: Run = (text, index) => {
  const points = [...textOf(text)];
  return points[within(intOf(index), points.length)] ?? '';
};

const substring: Run = (text, from, to) => {
  const points = [...textOf(text)];
  const start = intOf(from);
  const end = to === undefined ? BigInt(points.length) : intOf(to);
  if (to !== undefined && start > end) {
    throw new CelFault(`invalid substring range. start: ${start}, end: ${end}`);
  }
  return points.slice(within(start, points.length), within(end, points.length)).join('');
};

function standsAt(points: readonly string[], part: readonly string[], at: number): boolean {
  return part.every((point, index) => points[at + index] === point);
}

const indexOf: Run = (text, part, from) => {
  const [points, wanted] = [[...textOf(text)], [...textOf(part)]];
  const offset = from === undefined ? 0n : intOf(from);
  if (wanted.length === 0) return offset;
  if (offset < 0n) throw outOfRange(offset);
  for (let at = Number(offset); at <= points.length - wanted.length; at += 1) {
    if (standsAt(points, wanted, at)) return BigInt(at);
  }
  return -1n;
};

const lastIndexOf: Run = (text, part, from) => {
  const [points, wanted] = [[...textOf(text)], [...textOf(part)]];
  if (wanted.length === 0) return from === undefined ? BigInt(points.length) : intOf(from);
  if (from === undefined && points.length < wanted.length) return -1n;
  const offset = from === undefined ? BigInt(points.length - 1) : intOf(from);
  if (offset < 0n) throw outOfRange(offset);
  if (offset >= BigInt(points.length)) return -1n;
  for (let at = Math.min(Number(offset), points.length - wanted.length); at >= 0; at -= 1) {
    if (standsAt(points, wanted, at)) return BigInt(at);
  }
  return -1n;
};

const LONGEST = 64 * 1024 * 1024;

const replace: Run = (text, old, next, count) => {
  const [source, wanted, replacement] = [textOf(text), textOf(old), textOf(next)];
  const most = count === undefined ? -1n : intOf(count);
  // What comes out may be far longer than what goes in, and costs no more.
  const turns = source.length / Math.max(1, wanted.length) + 1;
  if (turns * replacement.length > LONGEST) {
    throw new CelFault('operation cancelled: actual cost limit exceeded', true);
  }
  const parts = wanted === '' ? ['', ...[...source].map((point) => point), ''] : source.split(wanted);
  if (wanted === '') return replaceEmpty([...source], replacement, most);
  const limit = most < 0n ? parts.length - 1 : Math.min(Number(most), parts.length - 1);
  return (
    parts.slice(0, limit + 1).join(replacement) +
    parts
      .slice(limit + 1)
      .map((part) => wanted + part)
      .join('')
  );
};

/** Replacing nothing puts the new text before each code point and at the end. */
function replaceEmpty(points: readonly string[], replacement: string, most: bigint): string {
  const limit = most < 0n ? points.length + 1 : Number(most);
  const before = points.map((point, index) => (index < limit ? replacement + point : point)).join('');
  return points.length < limit ? before + replacement : before;
}

const split: Run = (text, separator, count) => {
  const [source, between] = [textOf(text), textOf(separator)];
  const most = count === undefined ? -1n : intOf(count);
  if (most === 0n) return list([]);
  const parts = between === '' ? [...source] : source.split(between);
  if (most < 0n || BigInt(parts.length) <= most) return list(parts);
  const kept = Number(most) - 1;
  return list([...parts.slice(0, kept), parts.slice(kept).join(between)]);
};

const join: Run = (values, separator) => {
  const texts = itemsOf(listOf(values)).map((item: Value) => {
    if (typeof item !== 'string') throw new CelFault(`join: invalid input: ${showValue(item)}`);
    return item;
  });
  return texts.join(separator === undefined ? '' : textOf(separator));
};

const QUOTED: Readonly<Record<string, string>> = {
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

const quote: Run = (text) => `"${[...textOf(text)].map((point) => QUOTED[point] ?? point).join('')}"`;

/** White space as Go's unicode package knows it. */
const SPACE =
  /^[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|[\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+$/g;

export const STRINGS: FunctionTable = {
  contains: { 'contains_string: string.(string) -> bool': (text, part) => textOf(text).includes(textOf(part)) },
  endsWith: { 'ends_with_string: string.(string) -> bool': (text, part) => textOf(text).endsWith(textOf(part)) },
  startsWith: { 'starts_with_string: string.(string) -> bool': (text, part) => textOf(text).startsWith(textOf(part)) },
  matches: { 'matches: (string, string) -> bool': matches, 'matches_string: string.(string) -> bool': matches },
  charAt: { 'string_char_at_int: string.(int) -> string': charAt },
  indexOf: {
    'string_index_of_string: string.(string) -> int': indexOf,
    'string_index_of_string_int: string.(string, int) -> int': indexOf,
  },
  lastIndexOf: {
    'string_last_index_of_string: string.(string) -> int': lastIndexOf,
    'string_last_index_of_string_int: string.(string, int) -> int': lastIndexOf,
  },
  lowerAscii: {
    'string_lower_ascii: string.() -> string': (text) => textOf(text).replace(/[A-Z]+/g, (part) => part.toLowerCase()),
  },
  upperAscii: {
    'string_upper_ascii: string.() -> string': (text) => textOf(text).replace(/[a-z]+/g, (part) => part.toUpperCase()),
  },
  replace: {
    'string_replace_string_string: string.(string, string) -> string': replace,
    'string_replace_string_string_int: string.(string, string, int) -> string': replace,
  },
  split: {
    'string_split_string: string.(string) -> list(string)': split,
    'string_split_string_int: string.(string, int) -> list(string)': split,
  },
  substring: {
    'string_substring_int: string.(int) -> string': substring,
    'string_substring_int_int: string.(int, int) -> string': substring,
  },
  trim: { 'string_trim: string.() -> string': (text) => textOf(text).replace(SPACE, '') },
  format: { 'string_format: string.(list(dyn)) -> string': (text, args) => formatText(textOf(text), listOf(args)) },
  'strings.quote': { 'strings_quote: (string) -> string': quote },
  join: { 'list_join: list(string).() -> string': join, 'list_join_string: list(string).(string) -> string': join },
};
