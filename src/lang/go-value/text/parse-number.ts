/** Go's number literals: strconv.ParseInt, ParseUint and ParseFloat as far as literals go. */

/** Underscores separate digits, or a prefix and a digit; nothing else. */
export function underscoresAreGood(text: string): boolean {
  if (!text.includes('_')) return true;
  const body = text.replace(/^[+-]/, '').replace(/^0[bBoOxX]/, '0');
  const digit = /^[+-]?0[xX]/.test(text) ? '[0-9a-fA-F]' : '[0-9]';
  return !new RegExp(`(?:^|(?!${digit}).)_|_(?:$|(?!${digit}).)`).test(body);
}

const INTEGER = /^([+-]?)(?:0[xX]([\da-fA-F_]+)|0[bB]([01_]+)|0[oO]([0-7_]+)|0([0-7_]+)|(0|[1-9][\d_]*))$/;
const PREFIXES = ['', '', '0x', '0b', '0o', '0o', ''];

/** An integer in the syntax of base 0, of any size and with its sign; undefined where it is none. */
export function parseInteger(text: string): bigint | undefined {
  const match = INTEGER.exec(text);
  if (!match || !underscoresAreGood(text)) return undefined;
  const group = match.findIndex((part, index) => index > 1 && part !== undefined);
  const digits = match[group]?.replaceAll('_', '') ?? '';
  if (digits === '') return undefined;
  const magnitude = BigInt(`${PREFIXES[group]}${digits}`);
  return match[1] === '-' ? -magnitude : magnitude;
}

const DECIMAL = /^[+-]?(?:[\d_]+\.?[\d_]*|\.[\d_]+)(?:[eE][+-]?[\d_]+)?$/;
const SPECIAL = /^([+-]?)(inf|infinity|nan)$/i;

/** ParseFloat(text, 64); undefined where the syntax is wrong or the number beyond the range. */
export function parseFloat64(text: string): number | undefined {
  const special = SPECIAL.exec(text);
  if (special) return specialFloat(special[1] ?? '', special[2] ?? '');
  if (!underscoresAreGood(text)) return undefined;
  const plain = text.replaceAll('_', '');
  if (/^[+-]?0[xX]/.test(plain)) return parseHexFloat(plain);
  if (!DECIMAL.test(plain)) return undefined;
  const value = Number(plain);
  return Number.isFinite(value) ? value : undefined;
}

function specialFloat(sign: string, word: string): number | undefined {
  if (word.toLowerCase() === 'nan') return sign === '' ? Number.NaN : undefined;
  return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

const HEX_FLOAT = /^([+-]?)0[xX]([\da-fA-F]*)\.?([\da-fA-F]*)[pP]([+-]?\d+)$/;

function parseHexFloat(text: string): number | undefined {
  const match = HEX_FLOAT.exec(text);
  if (!match) return undefined;
  const [, sign, whole = '', fraction = '', power = '0'] = match;
  if (whole === '' && fraction === '') return undefined;
  const mantissa = BigInt(`0x${whole}${fraction}`);
  const value = scaled(mantissa, Number(power) - 4 * fraction.length);
  if (!Number.isFinite(value)) return undefined;
  return sign === '-' ? -value : value;
}

/** mantissa × 2^power, rounded once, half to even. */
export function scaled(mantissa: bigint, power: number): number {
  if (mantissa === 0n) return 0;
  const bits = mantissa.toString(2).length;
  if (power + bits > 1100) return Number.POSITIVE_INFINITY;
  if (power + bits < -1100) return 0;
  const lowest = Math.max(power + bits - 53, -1074);
  const drop = lowest - power;
  if (drop <= 0) return shifted(Number(mantissa), power);
  const unit = 1n << BigInt(drop);
  const rest = mantissa % unit;
  let kept = mantissa / unit;
  if (rest * 2n > unit || (rest * 2n === unit && kept % 2n === 1n)) kept += 1n;
  return shifted(Number(kept), lowest);
}

/** A product of at most 53 bits and a power of two, in two exact steps where one leaves the range. */
function shifted(value: number, power: number): number {
  if (power < -1000) return value * 2 ** (power + 500) * 2 ** -500;
  return power > 1000 ? value * 2 ** (power - 500) * 2 ** 500 : value * 2 ** power;
}
