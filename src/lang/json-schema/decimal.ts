/** Exact decimal numbers: `0.3` is three times `0.1`. */

export interface Decimal {
  /** value = digits · 10^exponent */
  readonly digits: bigint;
  readonly exponent: number;
}

const FORM = /^([-+]?)([0-9]*)\.?([0-9]*)(?:e([-+]?[0-9]+))?$/i;

/** The value as it prints: for a float64 the shortest text that means it. */
export function decimalOf(value: number | bigint): Decimal {
  const [, sign = '', whole = '', fraction = '', power = '0'] = FORM.exec(String(value)) ?? [];
  const digits = BigInt(whole + fraction || '0');
  return { digits: sign === '-' ? -digits : digits, exponent: Number(power) - fraction.length };
}

/** Negative, zero or positive. */
export function compareNumbers(a: number | bigint, b: number | bigint): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = aligned(decimalOf(a), decimalOf(b));
  return left < right ? -1 : Number(left > right);
}

export function isInteger(value: number | bigint): boolean {
  return typeof value === 'bigint' || Number.isInteger(value);
}

/** Whether `value` is a whole multiple. Never for zero. */
export function isMultipleOf(value: number | bigint, factor: number | bigint): boolean {
  const [left, right] = aligned(decimalOf(value), decimalOf(factor));
  return right !== 0n && left % right === 0n;
}

function aligned(a: Decimal, b: Decimal): readonly [bigint, bigint] {
  const exponent = Math.min(a.exponent, b.exponent);
  return [a.digits * 10n ** BigInt(a.exponent - exponent), b.digits * 10n ** BigInt(b.exponent - exponent)];
}
