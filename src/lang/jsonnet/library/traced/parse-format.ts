/** Format strings: texts and codes, as `std.format` takes them apart, with the calls in which it finds a fault. */
import type { Site } from '../../runtime/site.ts';
import { at, boundIn, F, laterIn } from './places.ts';

export interface FormatCode {
  /** Name in parentheses. */
  readonly key: string | undefined;
  readonly flags: Flags;
  readonly width: number | '*';
  readonly precision: number | '*' | undefined;
  readonly conversion: Conversion;
  readonly isUpper: boolean;
}

export interface Flags {
  readonly alternative: boolean;
  readonly zero: boolean;
  readonly left: boolean;
  readonly blank: boolean;
  readonly plus: boolean;
}

export type Conversion = 'd' | 'o' | 'x' | 'e' | 'f' | 'g' | 'c' | 's' | '%';

const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  d: 'd',
  i: 'd',
  u: 'd',
  o: 'o',
  x: 'x',
  X: 'x',
  e: 'e',
  E: 'e',
  f: 'f',
  F: 'f',
  g: 'g',
  G: 'g',
  c: 'c',
  s: 's',
  '%': '%',
};

/** What is wrong with a format: the message, and the calls, the outermost first, with the place at the end. */
export class FormatFault extends Error {
  readonly sites: readonly Site[];

  constructor(message: string, sites: readonly Site[]) {
    super(message);
    this.sites = sites;
  }
}

const CONSUME = 'function <consume>';
const CODES = 'function <parse_codes>';
const CODE = 'function <parse_code>';
const WIDTH = 'function <try_parse_field_width>';
const PRECISION = 'function <try_parse_precision>';
const MODIFIER = 'function <try_parse_length_modifier>';
const FLAGS = 'function <try_parse_cflags>';
const KEY = 'function <try_parse_mapping_key>';

/** Each part of a code is looked for when a later one asks where it ends: later parts are the outer calls. */
const START = [at('505:19-46', boundIn('codes', F)), at('501:11-57', CODES)];
const AT_CODE = [...START, at('501:28-29', ''), at('500:21-43', boundIn('r', CODES))];
const AT_CONVERSION = [
  ...START,
  ...[at('501:28-31', laterIn(CODES)), at('482:12-17', ''), at('480:21-50', boundIn('ctype', CODE))],
];
const AT_MODIFIER = [
  ...AT_CONVERSION,
  ...[at('440:14-15', 'function <parse_conv_type>'), at('480:42-49', laterIn(boundIn('ctype', CODE)))],
  at('479:23-61', boundIn('len_mod', CODE)),
];
const AT_PRECISION = [
  ...AT_MODIFIER,
  at('432:14-15', MODIFIER),
  at('479:54-58', ''),
  at('478:20-50', boundIn('prec', CODE)),
];
const IN_PRECISION = [...AT_PRECISION, at('426:9-42', PRECISION), at('420:9-27', WIDTH)];
const AT_WIDTH = [
  ...AT_PRECISION,
  at('423:14-15', PRECISION),
  at('478:45-47', ''),
  at('477:18-54', boundIn('fw', CODE)),
];
const IN_WIDTH = [...AT_WIDTH, at('420:9-27', WIDTH)];
const AT_FLAGS = [
  ...AT_WIDTH,
  ...[at('392:10-11', WIDTH), at('477:45-51', ''), at('476:22-51', boundIn('cflags', CODE)), at('389:7-91', FLAGS)],
];
const AT_KEY = [
  ...AT_FLAGS,
  ...[at('375:16-17', CONSUME), at('389:20-21', laterIn(FLAGS)), at('476:44-48', '')],
  at('475:20-49', boundIn('mkey', CODE)),
];

const FLAG_CALLS: Readonly<Record<string, Site>> = {
  '#': at('378:11-47', CONSUME),
  '0': at('380:11-48', CONSUME),
  '-': at('382:11-48', CONSUME),
  ' ': at('384:11-49', CONSUME),
  '+': at('386:11-48', CONSUME),
};
const DIGIT_CALLS = Array.from({ length: 10 }, (_, digit) => at(`${399 + 2 * digit}:13-44`, CONSUME));
const KEY_CALL = at('366:15-41', CONSUME);

/** Texts and codes in turn, with a text at both ends. Throws FormatFault. */
export function parseFormat(format: string): readonly (string | FormatCode)[] {
  const characters = [...format];
  const parts: (string | FormatCode)[] = [];
  let text = '';
  for (let at = 0; at < characters.length; ) {
    const character = characters[at] ?? '';
    at += 1;
    if (character !== '%') {
      text += character;
      continue;
    }
    const reader = new CodeReader(characters, at);
    parts.push(text, reader.code());
    text = '';
    at = reader.position;
  }
  return [...parts, text];
}

class CodeReader {
  position: number;
  private readonly characters: readonly string[];

  constructor(characters: readonly string[], position: number) {
    this.characters = characters;
    this.position = position;
  }

  code(): FormatCode {
    if (this.isAtEnd()) throw truncated(AT_CODE, at('(474:7)-(491:8)', ''));
    const key = this.key();
    const flags = this.flags();
    const width = this.width(IN_WIDTH);
    const precision = this.precision();
    this.skipModifier();
    return { key, flags, width, precision, ...this.conversion() };
  }

  private peek(): string {
    return this.characters[this.position] ?? '';
  }

  private isAtEnd(): boolean {
    return this.position >= this.characters.length;
  }

  private key(): string | undefined {
    if (this.peek() !== '(') return undefined;
    this.position += 1;
    const end = this.characters.indexOf(')', this.position);
    if (end < 0) {
      const calls = this.characters.slice(this.position).map(() => KEY_CALL);
      throw truncated([...AT_KEY, at('369:9-32', KEY), ...calls], at('362:13-43', CONSUME));
    }
    const key = this.characters.slice(this.position, end).join('');
    this.position = end + 1;
    return key;
  }

  private flags(): Flags {
    const seen = new Set<string>();
    const calls: Site[] = [];
    for (;;) {
      if (this.isAtEnd()) throw truncated([...AT_FLAGS, ...calls], at('(375:9)-(388:25)', ''));
      const call = FLAG_CALLS[this.peek()];
      if (call === undefined) break;
      calls.push(call);
      seen.add(this.peek());
      this.position += 1;
    }
    const [alternative, zero, left, blank, plus] = ['#', '0', '-', ' ', '+'].map((flag) => seen.has(flag));
    return {
      alternative: alternative === true,
      zero: zero === true,
      left: left === true,
      blank: blank === true,
      plus: plus === true,
    };
  }

  private width(sites: readonly Site[]): number | '*' {
    if (this.peek() === '*') {
      this.position += 1;
      return '*';
    }
    const calls: Site[] = [];
    let width = 0;
    for (;;) {
      if (this.isAtEnd()) throw truncated([...sites, ...calls], at('(396:11)-(419:27)', ''));
      const call = /^[0-9]$/.test(this.peek()) ? DIGIT_CALLS[Number(this.peek())] : undefined;
      if (call === undefined) return width;
      calls.push(call);
      width = width * 10 + Number(this.peek());
      this.position += 1;
    }
  }

  private precision(): number | '*' | undefined {
    if (this.isAtEnd()) throw truncated(AT_PRECISION, at('(423:7)-(428:26)', ''));
    if (this.peek() !== '.') return undefined;
    this.position += 1;
    return this.width(IN_PRECISION);
  }

  private skipModifier(): void {
    if (this.isAtEnd()) throw truncated(AT_MODIFIER, at('(432:7)-(437:10)', ''));
    if (/^[hlL]$/.test(this.peek())) this.position += 1;
  }

  private conversion(): { readonly conversion: Conversion; readonly isUpper: boolean } {
    if (this.isAtEnd()) throw truncated(AT_CONVERSION, at('(440:7)-(469:51)', ''));
    const letter = this.peek();
    const conversion = Object.hasOwn(CONVERSIONS, letter) ? CONVERSIONS[letter] : undefined;
    if (conversion === undefined) {
      const place = at('469:9-51', 'function <parse_conv_type>');
      throw new FormatFault(`Unrecognised conversion type: ${letter}`, [...AT_CONVERSION, place]);
    }
    this.position += 1;
    return { conversion, isUpper: /^[XEFG]$/.test(letter) };
  }
}

function truncated(calls: readonly Site[], place: Site): FormatFault {
  return new FormatFault('Truncated format code.', [...calls, place]);
}
