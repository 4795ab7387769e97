/** Sizes and costs from … to, in 64 bits without a sign; what would be more is the most there is. */

export interface Range {
  readonly min: bigint;
  readonly max: bigint;
}

const MOST = 2n ** 64n - 1n;

/** Nothing is known. */
export const UNKNOWN: Range = { min: 0n, max: MOST };
/** Of nothing yet: whatever joins it is the result. */
export const NOTHING: Range = { min: MOST, max: 0n };

export function exactly(value: bigint | number): Range {
  const exact = BigInt(value);
  return { min: exact, max: exact };
}

export function sum(...ranges: readonly Range[]): Range {
  let [min, max] = [0n, 0n];
  for (const range of ranges) {
    min = capped(min + range.min);
    max = capped(max + range.max);
  }
  return { min, max };
}

export function product(a: Range, b: Range): Range {
  return { min: capped(a.min * b.min), max: capped(a.max * b.max) };
}

/** Times a factor, rounded up. */
export function scaled({ min, max }: Range, factor: number): Range {
  return { min: scaledNumber(min, factor), max: scaledNumber(max, factor) };
}

function scaledNumber(value: bigint, factor: number): bigint {
  const result = Math.ceil(Number(value) * factor);
  return result >= 2 ** 64 ? MOST : BigInt(result);
}

/** The range that holds both. */
export function union(a: Range, b: Range): Range {
  return { min: smaller(a.min, b.min), max: a.max + b.max - smaller(a.max, b.max) };
}

/** The language has no least of big integers. */
export function smaller(a: bigint, b: bigint): bigint {
  if (a < b) return a;
  return b;
}

function capped(value: bigint): bigint {
  return value > MOST ? MOST : value;
}
