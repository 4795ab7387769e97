/** Numbers by a directive. */
import { type Directive, pad } from './directive.ts';

const BASES: Readonly<Record<string, number>> = { b: 2, o: 8, d: 10, x: 16, X: 16 };

/** A whole number as `%b`, `%o`, `%d`, `%x` or `%X`. */
export function formatInteger(value: bigint, directive: Directive): string {
  const { verb, width, precision, zero } = directive;
  if (precision === 0 && value === 0n) return ' '.repeat(width ?? 0);
  const negative = value < 0n;
  const sign = negative ? '-' : directive.plus ? '+' : directive.space ? ' ' : '';
  const digits = (negative ? -value : value).toString(BASES[verb] ?? 10);
  const least = precision ?? (zero && width !== undefined ? width - sign.length : 0);
  const filled = digits.padStart(least, '0');
  const prefix = directive.sharp ? prefixOf(verb, filled) : '';
  const written = verb === 'X' ? (prefix + filled).toUpperCase() : prefix + filled;
  return pad(sign + written, { ...directive, zero: false });
}

function prefixOf(verb: string, digits: string): string {
  if (verb === 'o') return digits.startsWith('0') ? '' : '0';
  if (verb === 'b') return '0b';
  return verb === 'x' || verb === 'X' ? '0x' : '';
}

/** A number as `%e`, `%f` or `%g`, or one of them in capitals. */
export function formatFloat(value: number, directive: Directive): string {
  const { verb, precision, plus, space, zero, width, minus } = directive;
  const negative = value < 0 || Object.is(value, -0);
  if (!Number.isFinite(value)) return pad(infinite(value, directive), { ...directive, zero: false });
  const digits = floatDigits(Math.abs(value), verb.toLowerCase(), precision);
  const sign = negative ? '-' : plus ? '+' : space ? ' ' : '';
  const written = verb === 'E' || verb === 'G' ? digits.toUpperCase() : digits;
  if (!zero || minus) return pad(sign + written, directive);
  return sign + written.padStart((width ?? 0) - sign.length, '0');
}

/** Infinity always has its sign. */
function infinite(value: number, { plus, space }: Directive): string {
  if (Number.isNaN(value)) return `${plus ? '+' : space ? ' ' : ''}NaN`;
  return `${value < 0 ? '-' : space && !plus ? ' ' : '+'}Inf`;
}

function floatDigits(value: number, verb: string, precision: number | undefined): string {
  if (verb === 'f') return fixed(value, precision ?? 6);
  if (verb === 'e') return exponential(value, precision ?? 6);
  return general(value, precision);
}

const MAX_DIGITS = 100;

function fixed(value: number, precision: number): string {
  const places = Math.min(precision, MAX_DIGITS);
  const text =
    value < 1e21
      ? toEven((digits) => value.toFixed(digits), places)
      : `${BigInt(value)}${places > 0 ? `.${'0'.repeat(places)}` : ''}`;
  return text + '0'.repeat(precision - places);
}

function exponentialToEven(value: number, places: number): string {
  const exponent = value.toExponential(MAX_DIGITS).replace(/^.*e/, 'e');
  const mantissa = toEven((digits) => value.toExponential(digits).replace(/e.*$/, ''), places);
  // A mantissa that was rounded up to ten has another exponent.
  const rounded = value.toExponential(places);
  return rounded.endsWith(exponent) ? mantissa + exponent : rounded;
}

/** JavaScript rounds a tie up, Go to the even digit. A tie shows in the further digits: a five and nothing but zeros. */
function toEven(write: (digits: number) => string, places: number): string {
  const rounded = write(places);
  if (places + 1 >= MAX_DIGITS) return rounded;
  const exact = write(MAX_DIGITS);
  const cut = exact.length - MAX_DIGITS + places;
  if (!/^\.?50*$/.test(exact.slice(cut))) return rounded;
  const kept = exact.slice(0, cut).replace(/\.$/, '');
  return /[02468]$/.test(kept) ? kept : rounded;
}

function exponential(value: number, precision: number): string {
  const places = Math.min(precision, MAX_DIGITS);
  const [mantissa = '', exponent = ''] = exponentialToEven(value, places).split('e');
  return `${mantissa}${'0'.repeat(precision - places)}e${exponentText(Number(exponent))}`;
}

function exponentText(power: number): string {
  return `${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
}

/** Without a precision the shortest digits that mean the number, and exponents from 6 on. */
function general(value: number, precision: number | undefined): string {
  const places = precision === undefined ? undefined : Math.min(Math.max(precision, 1), MAX_DIGITS);
  const [mantissa = '', exponent = '0'] = (
    places === undefined ? value.toExponential() : exponentialToEven(value, places - 1)
  ).split('e');
  const digits = mantissa.replace('.', '').replace(/0+$/, '') || '0';
  const power = Number(exponent);
  let limit = places ?? 6;
  if (places !== undefined && limit > digits.length && digits.length >= power + 1) limit = digits.length;
  if (power < -4 || power >= limit) {
    const rest = digits.slice(1);
    return `${digits[0]}${rest === '' ? '' : `.${rest}`}e${exponentText(power)}`;
  }
  if (power < 0) return `0.${'0'.repeat(-power - 1)}${digits}`;
  const whole = digits.slice(0, power + 1).padEnd(power + 1, '0');
  const fraction = digits.slice(power + 1);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}
