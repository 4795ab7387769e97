/** Resource quantities (`500m`, `1Gi`, `2e3`): exact, and written as the API server writes them back. */
import type { Json } from '../../base/json-value.ts';

export type QuantityForm = 'decimal' | 'binary' | 'exponent';

/** The number is `digits` × 10^`scale`. */
export interface Quantity {
  readonly digits: bigint;
  readonly scale: number;
  readonly form: QuantityForm;
}

const DECIMAL = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'];
const BINARY = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'];
const NANO = -9;
const LARGEST = 2n ** 63n - 1n;
const PATTERN = /^([+-]?)([0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:([numkMGTPE]|[KMGTPE]i)|[eE]([+-]?[0-9]+))?$/;

/** Reads a quantity from JSON (text or number); undefined where it is none. Finer than nano is rounded away from zero. */
export function parseQuantity(value: Json | undefined): Quantity | undefined {
  if (typeof value === 'number' || typeof value === 'bigint') return parseText(String(value));
  return typeof value === 'string' ? parseText(value.trim()) : undefined;
}

function parseText(text: string): Quantity | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [, sign = '', number = '', suffix, exponent] = match;
  const [whole = '', fraction = ''] = number.split('.');
  const digits = BigInt(`${whole}${fraction}` || '0') * (sign === '-' ? -1n : 1n);
  const scale = -fraction.length;
  if (suffix?.endsWith('i')) {
    return bounded({ digits: digits * 1024n ** BigInt(BINARY.indexOf(suffix)), scale, form: 'binary' });
  }
  if (exponent !== undefined) return bounded({ digits, scale: scale + Number(exponent), form: 'exponent' });
  const shift = (DECIMAL.indexOf(suffix ?? '') - 3) * 3;
  return bounded({ digits, scale: scale + shift, form: 'decimal' });
}

function bounded(quantity: Quantity): Quantity {
  let { digits, scale } = quantity;
  if (digits === 0n) return { ...quantity, digits, scale: 0 };
  if (scale < NANO) {
    digits = roundedUp(digits, 10n ** BigInt(NANO - scale));
    scale = NANO;
  }
  if (scale > 18 || absolute(digits) * power(scale) > LARGEST * power(-scale)) {
    return { ...quantity, digits: digits < 0n ? -LARGEST : LARGEST, scale: 0 };
  }
  return { ...quantity, digits, scale };
}

function power(exponent: number): bigint {
  return exponent > 0 ? 10n ** BigInt(exponent) : 1n;
}

function absolute(value: bigint): bigint {
  return value < 0n ? -value : value;
}

/** Away from zero. */
function roundedUp(value: bigint, divisor: bigint): bigint {
  const up = (absolute(value) + divisor - 1n) / divisor;
  return value < 0n ? -up : up;
}

/** The canonical text: no fraction, the largest suffix that needs none, binary only from 1024 on. */
export function formatQuantity(quantity: Quantity): string {
  const { form } = quantity;
  const whole = wholeNumber(quantity);
  if (form === 'binary' && whole !== undefined && absolute(whole) >= 1024n) return binaryText(whole);
  return decimalText(quantity, form === 'exponent');
}

function wholeNumber({ digits, scale }: Quantity): bigint | undefined {
  if (scale >= 0) return digits * power(scale);
  return digits % power(-scale) === 0n ? digits / power(-scale) : undefined;
}

function binaryText(value: bigint): string {
  let [left, at] = [value, 0];
  while (left % 1024n === 0n && at < BINARY.length - 1) {
    left /= 1024n;
    at++;
  }
  return `${left}${BINARY[at]}`;
}

function decimalText({ digits, scale }: Quantity, exponents: boolean): string {
  if (digits === 0n) return '0';
  let [left, exponent] = [digits, scale];
  while (left % 10n === 0n) {
    left /= 10n;
    exponent++;
  }
  const third = Math.min(Math.floor(exponent / 3) * 3, 18);
  left *= 10n ** BigInt(exponent - third);
  if (exponents) return third === 0 ? `${left}` : `${left}e${third}`;
  return `${left}${DECIMAL[third / 3 + 3]}`;
}

/** The canonical text of a quantity in JSON; undefined where it is none. */
export function canonicalQuantity(value: Json | undefined): string | undefined {
  const quantity = parseQuantity(value);
  return quantity && formatQuantity(quantity);
}

/** Negative, zero or positive as the first is less than, equal to or greater than the second. */
export function compareQuantities(one: Quantity, other: Quantity): number {
  const scale = Math.min(one.scale, other.scale);
  const left = one.digits * power(one.scale - scale);
  const right = other.digits * power(other.scale - scale);
  return left < right ? -1 : left > right ? 1 : 0;
}

export function addQuantities(one: Quantity, other: Quantity): Quantity {
  const scale = Math.min(one.scale, other.scale);
  const digits = one.digits * power(one.scale - scale) + other.digits * power(other.scale - scale);
  return { digits, scale, form: one.form };
}

/** In thousandths, rounded up, as Go's MilliValue. */
export function milliValue({ digits, scale }: Quantity): bigint {
  return scale >= -3 ? digits * power(scale + 3) : roundedUp(digits, power(-3 - scale));
}
