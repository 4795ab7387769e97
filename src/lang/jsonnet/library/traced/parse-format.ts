/** Format strings: texts and codes, as `std.format` takes them apart, with the calls in which it finds a fault. */
import type { Machine } from '../../runtime/machine.ts';
import { textOf } from '../../runtime/manifest.ts';
import type { Site } from '../../runtime/site.ts';
import { type Lazy, Thunk } from '../../runtime/thunk.ts';
import type { Value } from '../../runtime/value.ts';
import { at, boundIn, F, laterIn, through, within } from './places.ts';

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

const CALLED = at('505:19-46', boundIn('codes', F));

/** Where a character is asked for, after the calls before it. */
interface Look {
  readonly before: readonly Site[];
  readonly own: readonly Site[];
  /** Where it is compared before with the length of the text, which takes more calls. */
  readonly length?: readonly Site[];
}

const characterOf = (context: string, test: string, variable: string): readonly Site[] => [
  at(test, context),
  at(variable, boundIn('c', context)),
];
const lengthIn = (call: string, variable: string): readonly Site[] => [
  at(call, CONSUME),
  at(variable, laterIn(CONSUME)),
];
const DIGIT = {
  own: characterOf(CONSUME, '398:14-15', '397:21-27'),
  length: lengthIn('396:22-37', '396:33-36'),
};
const IN_CODES = characterOf(CODES, '499:12-13', '498:19-25');
const LOOK = {
  first: { before: [CALLED], own: IN_CODES },
  afterText: { before: [CALLED, at('503:11-48', CODES)], own: IN_CODES },
  afterCode: { before: [CALLED, at('501:11-57', CODES)], own: IN_CODES },
  key: { before: AT_KEY, own: characterOf(KEY, '359:10-11', '358:17-23') },
  inKey: {
    before: [...AT_KEY, at('369:9-32', KEY)],
    own: characterOf(CONSUME, '365:16-17', '364:23-29'),
    length: lengthIn('361:19-34', '361:30-33'),
  },
  flags: {
    before: AT_FLAGS,
    own: characterOf(CONSUME, '377:12-13', '376:19-25'),
    length: lengthIn('375:20-35', '375:31-34'),
  },
  width: { before: AT_WIDTH, own: [at('392:33-39', WIDTH)] },
  inWidth: { before: IN_WIDTH, ...DIGIT },
  precision: { before: AT_PRECISION, own: characterOf(PRECISION, '425:10-11', '424:17-23') },
  precisionWidth: { before: [...AT_PRECISION, at('426:9-42', PRECISION)], own: [at('392:33-39', WIDTH)] },
  inPrecision: { before: IN_PRECISION, ...DIGIT },
  modifier: { before: AT_MODIFIER, own: characterOf(MODIFIER, '434:10-11', '433:17-23') },
  conversion: { before: AT_CONVERSION, own: characterOf('function <parse_conv_type>', '442:10-11', '441:17-23') },
} satisfies Readonly<Record<string, Look>>;

const FLAG_CALLS: Readonly<Record<string, Site>> = {
  '#': at('378:11-47', CONSUME),
  '0': at('380:11-48', CONSUME),
  '-': at('382:11-48', CONSUME),
  ' ': at('384:11-49', CONSUME),
  '+': at('386:11-48', CONSUME),
};
const DIGIT_CALLS = Array.from({ length: 10 }, (_, digit) => at(`${399 + 2 * digit}:13-44`, CONSUME));
const KEY_CALL = at('366:15-41', CONSUME);

export interface FormatText {
  readonly machine: Machine;
  /** What is taken for the characters: those of a text, or elements of any kind. */
  readonly characters: readonly Lazy[];
  /** The calls in which the codes are asked for. */
  readonly calls: readonly Site[];
}

const ADDED = at('503:40-47', laterIn(CODES));

/** Texts and codes in turn, with a text at both ends. Throws FormatFault, and faults of elements. */
export function parseFormat(format: FormatText): readonly (string | FormatCode)[] {
  const { machine, characters, calls } = format;
  const parts: (string | FormatCode)[] = [];
  const reader = new CodeReader(format);
  let text = '';
  let look: Look = LOOK.first;
  while (reader.position < characters.length) {
    const character = reader.peek(look);
    reader.position += 1;
    if (character === '%') {
      parts.push(text, reader.code());
      text = '';
      look = LOOK.afterCode;
      continue;
    }
    look = LOOK.afterText;
    text +=
      typeof character === 'string'
        ? character
        : within(machine, [...calls, ...look.before], () => textOf(machine, character, ADDED));
  }
  return [...parts, text];
}

class CodeReader {
  position = 0;
  private readonly format: FormatText;

  constructor(format: FormatText) {
    this.format = format;
  }

  code(): FormatCode {
    if (this.isAtEnd()) throw truncated(AT_CODE, at('(474:7)-(491:8)', ''));
    const key = this.key();
    const flags = this.flags();
    const width = this.width(LOOK.width, LOOK.inWidth);
    const precision = this.precision();
    this.skipModifier();
    return { key, flags, width, precision, ...this.conversion() };
  }

  /** The character that is next, asked for within further calls. */
  peek({ before, own, length = [] }: Look, further: readonly Site[] = []): Value {
    const { machine, characters, calls } = this.format;
    const character = characters[this.position] ?? null;
    const depth = machine.depth + calls.length + before.length + further.length + 2;
    if (!(character instanceof Thunk) && depth <= machine.limits.frames) return character;
    within(machine, [...calls, ...before, ...further, ...length], () => undefined);
    return through(machine, character, [...calls, ...before, ...further, ...own]);
  }

  private isAtEnd(): boolean {
    return this.position >= this.format.characters.length;
  }

  private key(): string | undefined {
    if (this.peek(LOOK.key) !== '(') return undefined;
    this.position += 1;
    const calls: Site[] = [];
    let key = '';
    for (;;) {
      if (this.isAtEnd()) throw truncated([...LOOK.inKey.before, ...calls], at('362:13-43', CONSUME));
      const character = this.peek(LOOK.inKey, calls);
      this.position += 1;
      if (character === ')') return key;
      key += textOf(this.format.machine, character, KEY_CALL);
      calls.push(KEY_CALL);
    }
  }

  private flags(): Flags {
    const seen = new Set<string>();
    const calls: Site[] = [];
    for (;;) {
      if (this.isAtEnd()) throw truncated([...AT_FLAGS, ...calls], at('(375:9)-(388:25)', ''));
      const flag = this.peek(LOOK.flags, calls);
      const call = typeof flag === 'string' ? FLAG_CALLS[flag] : undefined;
      if (typeof flag !== 'string' || call === undefined) break;
      calls.push(call);
      seen.add(flag);
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

  private width(star: Look, digits: Look): number | '*' {
    if (!this.isAtEnd() && this.peek(star) === '*') {
      this.position += 1;
      return '*';
    }
    const calls: Site[] = [];
    let width = 0;
    for (;;) {
      if (this.isAtEnd()) throw truncated([...digits.before, ...calls], at('(396:11)-(419:27)', ''));
      const digit = this.peek(digits, calls);
      const call = typeof digit === 'string' && /^[0-9]$/.test(digit) ? DIGIT_CALLS[Number(digit)] : undefined;
      if (call === undefined) return width;
      calls.push(call);
      width = width * 10 + Number(digit);
      this.position += 1;
    }
  }

  private precision(): number | '*' | undefined {
    if (this.isAtEnd()) throw truncated(AT_PRECISION, at('(423:7)-(428:26)', ''));
    if (this.peek(LOOK.precision) !== '.') return undefined;
    this.position += 1;
    return this.width(LOOK.precisionWidth, LOOK.inPrecision);
  }

  private skipModifier(): void {
    if (this.isAtEnd()) throw truncated(AT_MODIFIER, at('(432:7)-(437:10)', ''));
    const modifier = this.peek(LOOK.modifier);
    if (modifier === 'h' || modifier === 'l' || modifier === 'L') this.position += 1;
  }

  private conversion(): { readonly conversion: Conversion; readonly isUpper: boolean } {
    if (this.isAtEnd()) throw truncated(AT_CONVERSION, at('(440:7)-(469:51)', ''));
    const character = this.peek(LOOK.conversion);
    const letter = typeof character === 'string' ? character : '';
    const conversion = Object.hasOwn(CONVERSIONS, letter) ? CONVERSIONS[letter] : undefined;
    if (conversion === undefined) {
      const place = at('469:9-51', 'function <parse_conv_type>');
      const { machine, calls } = this.format;
      const shown = within(machine, [...calls, ...AT_CONVERSION], () =>
        textOf(machine, character, at('469:15-51', 'function <parse_conv_type>')),
      );
      throw new FormatFault(`Unrecognised conversion type: ${shown}`, [...AT_CONVERSION, place]);
    }
    this.position += 1;
    return { conversion, isUpper: /^[XEFG]$/.test(letter) };
  }
}

function truncated(calls: readonly Site[], place: Site): FormatFault {
  return new FormatFault('Truncated format code.', [...calls, place]);
}
