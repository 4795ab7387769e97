/**
 * A quantity as Go holds it after reading its text: a number of 64 bits with a decimal scale where that is surely large enough,
 * else a decimal of any size; and the text itself where Go is sure that it would write the same again.
 */
import type { Json } from '../../base/json-value.ts';
import { parseQuantity } from '../quantity/quantity.ts';

const PATTERN = /^([+-]?)0*([0-9]*)(?:\.([0-9]*))?(.*)$/;
const SUFFIXES = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const NANO = -9;
/** Decimal digits that always fit into 64 bits. */
const DIGITS = 18;
/** The same for numbers with a binary suffix, before the suffix. */
const BINARY_DIGITS = 14;
const WORD = 64n;

interface Parts {
  readonly negative: boolean;
  readonly whole: string;
  readonly fraction: string;
  readonly suffix: string;
}

interface Small {
  readonly value: bigint;
  readonly scale: number;
  /** The text is kept. */
  readonly isCanonical: boolean;
}

/** The inside of Go's struct `resource.Quantity`. An absent one is stored as zero. */
export function printQuantity(json: Json | undefined): string {
  const text = String(json ?? '0');
  if (text === '0') return struct('0', '0', undefined, { text, format: 'DecimalSI' });
  const parts = partsOf(text);
  const format = formatOf(parts.suffix);
  const small = format === 'BinarySI' ? binary(parts) : decimal(parts);
  if (small === undefined) return struct('0', '0', largeOf(text), { text: '', format });
  const value = parts.negative ? -small.value : small.value;
  return struct(String(value), String(small.scale), undefined, { text: small.isCanonical ? text : '', format });
}

function partsOf(text: string): Parts {
  const [, sign = '', whole = '', fraction = '', suffix = ''] = PATTERN.exec(text) ?? [];
  return { negative: sign === '-', whole: whole === '' ? '0' : whole, fraction, suffix };
}

function formatOf(suffix: string): string {
  if (suffix.endsWith('i')) return 'BinarySI';
  return /^[eE]./.test(suffix) ? 'DecimalExponent' : 'DecimalSI';
}

function decimal({ whole, fraction, suffix }: Parts): Small | undefined {
  const digits = `${whole}${fraction}`;
  const exponent = SUFFIXES.includes(suffix) ? (SUFFIXES.indexOf(suffix) - 3) * 3 : Number(suffix.slice(1));
  const scale = exponent - fraction.length;
  if (digits.length > DIGITS || scale < NANO) return undefined;
  const isCanonical = scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
  return { value: BigInt(digits), scale, isCanonical };
}

function binary({ whole, fraction, suffix }: Parts): Small | undefined {
  const bits = (BINARY.indexOf(suffix) + 1) * 10;
  if (fraction !== '' || whole.length > BINARY_DIGITS - Math.trunc((bits * 3) / 10)) return undefined;
  const number = BigInt(whole);
  return { value: number << BigInt(bits), scale: 0, isCanonical: number % 8n !== 0n };
}

/** The number in billionths, as a decimal of Go's. */
function largeOf(text: string): string {
  const { digits, scale } = parseQuantity(text) ?? { digits: 0n, scale: 0 };
  const billionths = digits * 10n ** BigInt(scale - NANO);
  const words: string[] = [];
  for (let rest = billionths < 0n ? -billionths : billionths; rest > 0n; rest >>= WORD) {
    words.push(String(BigInt.asUintN(64, rest)));
  }
  const whole = `{neg:(bool)${billionths < 0n} abs:(big.nat)[${words.join(' ')}]}`;
  return `{unscaled:(big.Int)${whole} scale:(inf.Scale)9}`;
}

function struct(
  value: string,
  scale: string,
  large: string | undefined,
  { text, format }: { readonly text: string; readonly format: string },
): string {
  const small = `i:(resource.int64Amount){value:(int64)${value} scale:(resource.Scale)${scale}}`;
  const decimals = `d:(resource.infDecAmount){Dec:(*inf.Dec)${large ?? '<nil>'}}`;
  return `{${small} ${decimals} s:(string)${text} Format:(resource.Format)${format}}`;
}
