/** strconv.FormatFloat. */
export type FloatVerb = 'e' | 'E' | 'f' | 'g' | 'G' | 'b' | 'x' | 'X';

export interface FloatFormat {
  readonly verb: FloatVerb;
  /** -1: as many digits as it takes to read the same number again. */
  readonly precision: number;
  readonly bits: 32 | 64;
}

interface Decimal {
  readonly digits: string;
  /** Digits before the point: 0.digits × 10^point. */
  readonly point: number;
}

/** The number in Go's text, with a sign only where it is negative; `NaN`, `+Inf`, `-Inf`. */
export function formatFloat(value: number, format: FloatFormat): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const magnitude = Math.abs(value);
  const { verb } = format;
  if (verb === 'b') return sign + binary(magnitude, format.bits);
  if (verb === 'x' || verb === 'X') {
    const text = hexadecimal(magnitude, format.precision);
    return sign + (verb === 'X' ? text.toUpperCase() : text);
  }
  return sign + decimalText(magnitude, format);
}

/** `%v` of a float64: what a template prints. */
export function floatText(value: number): string {
  if (Number.isInteger(value) && value < 1e6 && value > -1e6 && value !== 0) return String(value);
  return formatFloat(value, { verb: 'g', precision: -1, bits: 64 });
}

function decimalText(magnitude: number, { verb, precision, bits }: FloatFormat): string {
  const shortest = precision < 0;
  if (verb === 'f') {
    const decimal = shortest ? shortestDecimal(magnitude, bits) : roundedAt(magnitude, precision);
    return fixed(decimal, shortest ? Math.max(decimal.digits.length - decimal.point, 0) : precision);
  }
  if (verb === 'e' || verb === 'E') {
    const decimal = shortest ? shortestDecimal(magnitude, bits) : roundedTo(magnitude, precision + 1);
    return exponential(decimal, shortest ? Math.max(decimal.digits.length - 1, 0) : precision, verb);
  }
  const decimal = shortest ? shortestDecimal(magnitude, bits) : roundedTo(magnitude, precision || 1);
  return general(decimal, { verb, precision: shortest ? 6 : precision || 1, shortest });
}

/** `%e` for exponents below -4 and from the precision on, which counts as 6 for the shortest form. */
function general(decimal: Decimal, how: { verb: FloatVerb; precision: number; shortest: boolean }): string {
  const count = decimal.digits.length;
  const limit = !how.shortest && how.precision > count && count >= decimal.point ? count : how.precision;
  const exponent = decimal.point - 1;
  if (exponent < -4 || exponent >= limit) {
    const digits = how.shortest || how.precision > count ? count : how.precision;
    return exponential(decimal, Math.max(digits - 1, 0), how.verb === 'G' ? 'E' : 'e');
  }
  return fixed(decimal, Math.max(count - decimal.point, 0));
}

function fixed({ digits, point }: Decimal, decimals: number): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0';
  if (decimals <= 0) return whole;
  const fraction = point > 0 ? digits.slice(point) : '0'.repeat(Math.min(-point, decimals)) + digits;
  return `${whole}.${fraction.slice(0, decimals).padEnd(decimals, '0')}`;
}

function exponential({ digits, point }: Decimal, decimals: number, mark: 'e' | 'E'): string {
  const first = digits[0] ?? '0';
  const fraction = decimals > 0 ? `.${digits.slice(1, decimals + 1).padEnd(decimals, '0')}` : '';
  const exponent = digits === '' ? 0 : point - 1;
  const power = String(Math.abs(exponent)).padStart(2, '0');
  return `${first}${fraction}${mark}${exponent < 0 ? '-' : '+'}${power}`;
}

/** Fewest digits that read as the same number; none for zero. */
function shortestDecimal(magnitude: number, bits: 32 | 64): Decimal {
  if (magnitude === 0) return { digits: '', point: 0 };
  const text = bits === 32 ? shortestSingle(magnitude) : magnitude.toExponential();
  const [mantissa = '', exponent = '0'] = text.split('e');
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 };
}

function shortestSingle(magnitude: number): string {
  for (let decimals = 0; decimals < 9; decimals++) {
    const text = magnitude.toExponential(decimals);
    if (Math.fround(Number(text)) === magnitude) return text.replace(/\.?0*e/, 'e');
  }
  return magnitude.toExponential();
}

/** All decimal digits of a number: exact. */
function exactDecimal(magnitude: number): Decimal {
  if (magnitude === 0) return { digits: '', point: 0 };
  const { mantissa, power } = partsOf(magnitude);
  if (power >= 0) {
    const digits = String(mantissa << BigInt(power));
    return { digits, point: digits.length };
  }
  const digits = String(mantissa * 5n ** BigInt(-power));
  return { digits, point: digits.length + power };
}

function roundedAt(magnitude: number, decimals: number): Decimal {
  const exact = exactDecimal(magnitude);
  return rounded(exact, exact.point + decimals);
}

function roundedTo(magnitude: number, digits: number): Decimal {
  return rounded(exactDecimal(magnitude), digits);
}

/** Half to even, as the exact digits allow to say; zeros at the end are cut. */
function rounded({ digits, point }: Decimal, keep: number): Decimal {
  if (keep < 0) return { digits: '', point: 0 };
  if (keep >= digits.length) return trimmed(digits, point);
  const kept = digits.slice(0, keep);
  if (!roundsUp(digits, keep)) return trimmed(kept, point);
  const up = String(BigInt(`0${kept}`) + 1n).padStart(keep, '0');
  return trimmed(up, up.length > keep ? point + 1 : point);
}

function roundsUp(digits: string, keep: number): boolean {
  const next = digits[keep] ?? '0';
  if (next !== '5') return next > '5';
  if (/[1-9]/.test(digits.slice(keep + 1))) return true;
  return keep > 0 && Number(digits[keep - 1]) % 2 === 1;
}

function trimmed(digits: string, point: number): Decimal {
  const cut = digits.replace(/0+$/, '');
  return cut === '' ? { digits: '', point: 0 } : { digits: cut, point };
}

/** The number as mantissa × 2^power, the mantissa a whole number of at most 53 bits. */
function partsOf(magnitude: number): { mantissa: bigint; power: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, magnitude);
  const bits = view.getBigUint64(0);
  const exponent = Number(bits >> 52n);
  const fraction = bits & (2n ** 52n - 1n);
  if (exponent === 0) return { mantissa: fraction, power: -1074 };
  return { mantissa: fraction | (2n ** 52n), power: exponent - 1075 };
}

/** `%b`: mantissa and power of two as whole numbers. */
function binary(magnitude: number, bits: 32 | 64): string {
  if (bits === 64) {
    const { mantissa, power } = partsOf(magnitude);
    return `${mantissa}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
  }
  const view = new DataView(new ArrayBuffer(4));
  view.setFloat32(0, magnitude);
  const word = view.getUint32(0);
  const exponent = word >>> 23;
  const fraction = word & 0x7fffff;
  const power = (exponent === 0 ? 1 : exponent) - 150;
  return `${exponent === 0 ? fraction : fraction | 0x800000}p${power < 0 ? '-' : '+'}${Math.abs(power)}`;
}

/** `%x`: one digit, the point, the fraction in base 16, a power of two. */
function hexadecimal(magnitude: number, precision: number): string {
  if (magnitude === 0) return `0x0${precision > 0 ? `.${'0'.repeat(precision)}` : ''}p+00`;
  const parts = partsOf(magnitude);
  let { mantissa } = parts;
  let power = parts.power;
  // 1 bit before the point and 60 after it, so that 15 hexadecimal digits are whole.
  const shift = 61 - mantissa.toString(2).length;
  mantissa <<= BigInt(shift);
  power += 60 - shift;
  if (precision >= 0 && precision < 15) {
    const drop = BigInt(60 - 4 * precision);
    const extra = mantissa & ((1n << drop) - 1n);
    mantissa >>= drop;
    const half = 1n << (drop - 1n);
    if (extra > half || (extra === half && mantissa % 2n === 1n)) mantissa += 1n;
    mantissa <<= drop;
    if (mantissa >> 61n) {
      mantissa >>= 1n;
      power += 1;
    }
  }
  const fraction = (mantissa & (2n ** 60n - 1n)).toString(16).padStart(15, '0');
  const shown = precision < 0 ? fraction.replace(/0+$/, '') : fraction.slice(0, precision).padEnd(precision, '0');
  const exponent = String(Math.abs(power)).padStart(2, '0');
  return `0x1${shown ? `.${shown}` : ''}p${power < 0 ? '-' : '+'}${exponent}`;
}
