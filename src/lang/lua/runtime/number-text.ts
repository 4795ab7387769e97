/** Numbers to text and back as gopher-lua does it: Go's `strconv`, not C's `printf` and `strtod`. */

const TWO_TO_63 = 2 ** 63;

/** Whole numbers of 64 bits in full, all others in Go's shortest `%v`. */
export function numberText(value: number): string {
  if (Number.isSafeInteger(value)) return String(value + 0);
  if (Number.isInteger(value) && value >= -TWO_TO_63 && value < TWO_TO_63) return String(BigInt(value));
  return floatText(value);
}

/** Go's `%v` of a float64. */
export function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const [mantissa = '', exponent = '0'] = value.toExponential().split('e');
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${mantissa}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

const FLOAT = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const SPECIAL = /^([+-]?)(inf|infinity|nan)$/i;
const HEX_FLOAT = /^([+-]?)0[xX]([0-9a-fA-F]*)\.?([0-9a-fA-F]*)[pP]([+-]?\d+)$/;

/** Go's `ParseFloat`; undefined where it is an error, as also beyond the range. */
export function parseFloatText(text: string): number | undefined {
  if (FLOAT.test(text)) {
    const value = Number(text);
    return Number.isFinite(value) ? value : undefined;
  }
  const special = SPECIAL.exec(text);
  if (special !== null) return specialNumber(special[1] ?? '', (special[2] ?? '').toLowerCase());
  return hexFloat(text);
}

function specialNumber(sign: string, name: string): number | undefined {
  if (name === 'nan') return sign === '' ? Number.NaN : undefined;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

function hexFloat(text: string): number | undefined {
  const [, sign, whole = '', fraction = '', power = '0'] = HEX_FLOAT.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const value = Number(BigInt(`0x${whole}${fraction}`)) * 2 ** (Number(power) - 4 * fraction.length);
  if (!Number.isFinite(value)) return undefined;
  return sign === '-' ? -value : value;
}

const PREFIXES: Readonly<Record<string, number>> = { x: 16, b: 2, o: 8 };

/**
 * Go's `ParseInt` of 64 bits; undefined where it is an error. Base 0 reads the prefix (`0x`, `0b`, `0o`, `0`) and allows
 * underscores between digits.
 */
export function parseIntText(text: string, base: number): number | undefined {
  const negative = text.startsWith('-');
  const digits = negative || text.startsWith('+') ? text.slice(1) : text;
  if (base === 0) return prefixedInt(digits, negative);
  return base >= 2 && base <= 36 ? signedInt(digits, base, negative) : undefined;
}

function prefixedInt(digits: string, negative: boolean): number | undefined {
  const named = digits.startsWith('0') ? PREFIXES[(digits[1] ?? '').toLowerCase()] : undefined;
  const octal = named === undefined && digits.length > 1 && digits.startsWith('0');
  const rest = named === undefined ? digits.slice(octal ? 1 : 0) : digits.slice(2);
  const base = named ?? (octal ? 8 : 10);
  if (!rest.includes('_')) return signedInt(rest, base, negative);
  const start = named !== undefined || octal ? '_?' : '';
  if (!new RegExp(`^${start}[0-9a-zA-Z]+(_[0-9a-zA-Z]+)*$`).test(rest)) return undefined;
  return signedInt(rest.replaceAll('_', ''), base, negative);
}

function signedInt(digits: string, base: number, negative: boolean): number | undefined {
  if (digits === '') return undefined;
  let value = 0n;
  let small = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number.parseInt(digits[index] ?? '', 36);
    if (Number.isNaN(digit) || digit >= base) return undefined;
    if (index < 9) small = small * base + digit;
    value = index < 9 ? 0n : (index === 9 ? BigInt(small) : value) * BigInt(base) + BigInt(digit);
    if (value > 2n ** 63n) return undefined;
  }
  if (digits.length <= 9) return negative ? -small : small;
  if (!negative && value === 2n ** 63n) return undefined;
  return Number(negative ? -value : value);
}

/** A number as source text, arithmetic and the libraries read it; undefined where it is none. */
export function parseNumber(text: string): number | undefined {
  const trimmed = text.replace(/^[ \t\n]+|[ \t\n]+$/g, '');
  return parseIntText(trimmed, 0) ?? parseFloatText(trimmed);
}
