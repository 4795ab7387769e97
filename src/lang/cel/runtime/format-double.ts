/** Doubles as Go writes them. */

/** `%g`: the shortest digits, with an exponent below 1e-4 and from 1e6 or as many digits as there are. */
export function formatDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf';
  if (Object.is(value, -0)) return '-0';
  const [mantissa = '', power = '0'] = value.toExponential().split('e');
  const exponent = Number(power);
  if (exponent >= -4 && exponent < 6) return plainDouble(value);
  const digits = Math.abs(exponent);
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits < 10 ? '0' : ''}${digits}`;
}

/** Without an exponent. */
export function plainDouble(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return Object.is(value, -0) ? '-0' : text;
  const [mantissa = '', power = '0'] = text.replace('-', value < 0 ? '' : '-').split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const exponent = Number(power.replace('+', ''));
  const sign = value < 0 ? '-' : '';
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${whole}${fraction}`;
  return `${sign}${whole}${fraction.padEnd(exponent, '0')}`;
}

/** `%.Nf`: so many digits after the point, rounded to the nearest, ties to even, of the exact value. */
export function fixedDouble(value: number, digits: number): string {
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const { mantissa, exponent } = partsOf(Math.abs(value));
  const scaled = mantissa * 10n ** BigInt(digits);
  const whole = exponent >= 0 ? scaled << BigInt(exponent) : roundedShift(scaled, BigInt(-exponent));
  const text = whole.toString().padStart(digits + 1, '0');
  return digits === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** A finite double as mantissa × 2^exponent. */
function partsOf(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  const bits = view.getBigUint64(0);
  const exponent = Number((bits >> 52n) & 0x7ffn);
  const fraction = bits & 0xfffffffffffffn;
  if (exponent === 0) return { mantissa: fraction, exponent: -1074 };
  return { mantissa: fraction | 0x10000000000000n, exponent: exponent - 1075 };
}

function roundedShift(value: bigint, shift: bigint): bigint {
  const whole = value >> shift;
  const rest = value - (whole << shift);
  const half = 1n << (shift - 1n);
  if (rest > half || (rest === half && whole % 2n === 1n)) return whole + 1n;
  return whole;
}
