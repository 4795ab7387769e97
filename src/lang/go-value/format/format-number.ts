/** Integers and floats under the flags of a verb. */
import { type FloatVerb, formatFloat } from '../text/format-float.ts';
import { isPrintable, quoteCharacter } from '../text/quote.ts';
import { type Flags, padded, paddedWithSpaces, padding } from './flags.ts';

export interface IntegerFormat {
  readonly base: 2 | 8 | 10 | 16;
  readonly verb: string;
}

const MAX_CODE = 0x10ffffn;
const REPLACEMENT = '\ufffd';

/** An integer in a base, with what `+`, space, `#`, `0`, width and precision ask for. */
export function integerText(flags: Flags, value: bigint, { base, verb }: IntegerFormat): string {
  const magnitude = value < 0n ? -value : value;
  if (flags.precision === 0 && magnitude === 0n) return padding({ ...flags, zero: false }, flags.width ?? 0);
  const plain = magnitude.toString(base);
  const digits = (verb === 'X' ? plain.toUpperCase() : plain).padStart(leastDigits(flags, value), '0');
  return paddedWithSpaces(flags, signOf(flags, value < 0n) + prefixOf(flags, digits, { base, verb }) + digits);
}

function leastDigits(flags: Flags, value: bigint): number {
  if (flags.precision !== undefined) return flags.precision;
  if (!flags.zero || flags.minus || flags.width === undefined) return 0;
  return value < 0n || flags.plus || flags.space ? flags.width - 1 : flags.width;
}

function signOf(flags: Flags, negative: boolean): string {
  if (negative) return '-';
  if (flags.plus) return '+';
  return flags.space ? ' ' : '';
}

function prefixOf(flags: Flags, digits: string, { base, verb }: IntegerFormat): string {
  let prefix = '';
  if (flags.sharp) {
    if (base === 2) prefix = '0b';
    if (base === 8 && !digits.startsWith('0')) prefix = '0';
    if (base === 16) prefix = verb === 'X' ? '0X' : '0x';
  }
  return verb === 'O' ? `0o${prefix}` : prefix;
}

/** The character of a code, U+FFFD where there is none. */
export function characterOf(value: bigint): string {
  if (value < 0n || value > MAX_CODE || (value >= 0xd800n && value < 0xe000n)) return REPLACEMENT;
  return String.fromCodePoint(Number(value));
}

/** `%c` */
export function characterText(flags: Flags, value: bigint): string {
  return padded(flags, characterOf(value));
}

/** `%q` of an integer. */
export function quotedCharacterText(flags: Flags, value: bigint): string {
  return padded(flags, quoteCharacter(characterOf(value), { ascii: flags.plus }));
}

/** `%U` of the 64 bits of an integer. */
export function unicodeText(flags: Flags, value: bigint): string {
  const bits = BigInt.asUintN(64, value);
  const digits = bits
    .toString(16)
    .toUpperCase()
    .padStart(Math.max(flags.precision ?? 0, 4), '0');
  const shown = bits <= MAX_CODE ? characterOf(bits) : REPLACEMENT;
  const showsCharacter =
    flags.sharp && bits <= MAX_CODE && isPrintable(shown) && (shown !== REPLACEMENT || bits === 0xfffdn);
  return paddedWithSpaces(flags, `U+${digits}${showsCharacter ? ` '${shown}'` : ''}`);
}

export interface FloatShape {
  readonly verb: FloatVerb;
  /** Where the verb has none of its own. */
  readonly precision: number;
  readonly bits: 32 | 64;
}

/** A float under the flags. */
export function floatUnderFlags(flags: Flags, value: number, { verb, precision, bits }: FloatShape): string {
  const wanted = flags.precision ?? precision;
  const text = formatFloat(value, { verb, precision: wanted, bits });
  const sign = /^[+-]/.test(text) ? text.charAt(0) : '+';
  const plain = text.replace(/^[+-]/, '');
  const shownSign = flags.space && sign === '+' && !flags.plus ? ' ' : sign;
  if (!Number.isFinite(value)) return specialFloat(flags, shownSign, plain);
  const digits = flags.sharp && verb !== 'b' ? withPoint(plain, verb, wanted) : plain;
  if (!flags.plus && shownSign === '+') return padded(flags, digits);
  const width = flags.width ?? 0;
  if (flags.zero && !flags.minus && width > digits.length + 1) {
    return shownSign + padding(flags, width - digits.length - 1) + digits;
  }
  return padded(flags, shownSign + digits);
}

/** Infinities keep their sign always; no zeros before words. */
function specialFloat(flags: Flags, sign: string, word: string): string {
  const isBare = word === 'NaN' && !flags.space && !flags.plus;
  return paddedWithSpaces(flags, isBare ? word : sign + word);
}

/** `#`: a decimal point always, and the zeros at the end that `%g` cuts. */
function withPoint(text: string, verb: FloatVerb, precision: number): string {
  const isHex = verb === 'x' || verb === 'X';
  const tailAt = text.search(isHex ? /[pP]/ : /[eE]/);
  const body = tailAt < 0 ? text : text.slice(0, tailAt);
  const tail = tailAt < 0 ? '' : text.slice(tailAt);
  const hasPoint = body.includes('.');
  let missing = 0;
  if (verb === 'g' || verb === 'G' || verb === 'x') {
    missing = (precision === -1 ? 6 : precision) - significantCount(body);
    if (!hasPoint && body === '0') missing -= 1;
  }
  return `${body}${hasPoint ? '' : '.'}${'0'.repeat(Math.max(missing, 0))}${tail}`;
}

function significantCount(body: string): number {
  return body.replace('.', '').replace(/^0+/, '').length;
}
