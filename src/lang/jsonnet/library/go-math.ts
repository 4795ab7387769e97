/**
 * Functions of numbers as Go computes them on x86-64, to the last digit: Cephes' series for angles, repeated squaring for
 * powers, a Taylor series with fused steps for the exponential. (JavaScript's engines use other series.)
 */

import { type Reduced, reducedExactly } from './reduce-angle.ts';

/** From here on angles are reduced with more digits than these series carry. */
const LARGE_ANGLE = 2 ** 29;

/** π/4 in three parts, the first two with zeros behind. */
const QUARTER_PI = [0.7853981256484985, 3.774894707930798e-8, 2.6951514290790595e-15] as const;

const SINE = [
  1.5896230157654656e-10, -2.5050747762857807e-8, 0.0000027557313621385722, -0.0001984126982958954,
  0.008333333333322118, -0.1666666666666663,
];
const COSINE = [
  -1.1358536521387682e-11, 2.087570084197473e-9, -2.755731417929674e-7, 0.000024801587288851704, -0.0013888888888873056,
  0.041666666666666595,
];
const TANGENT_ABOVE = [-13093.693918138379, 1153516.6483858742, -17956525.197648488];
const TANGENT_BELOW = [1, 13681.296347069296, -1320892.3444021097, 25008380.18233579, -53869575.592945464];
const ARC_ABOVE = [
  -0.8750608600031904, -16.157537187333652, -75.00855792314705, -122.88666844901361, -64.85021904942025,
];
const ARC_BELOW = [1, 24.858464901423062, 165.02700983169885, 432.88106049129027, 485.3903996359137, 194.5506571482614];

function polynomial(coefficients: readonly number[], x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}

function reduced(x: number): Reduced {
  if (x >= LARGE_ANGLE) return reducedExactly(x);
  let octant = Math.floor(x * (4 / Math.PI));
  if (octant % 2 === 1) octant += 1;
  const rest = x - octant * QUARTER_PI[0] - octant * QUARTER_PI[1] - octant * QUARTER_PI[2];
  return { octant: octant % 8, rest };
}

function sineSeries(z: number): number {
  const square = z * z;
  return z + z * square * polynomial(SINE, square);
}

function cosineSeries(z: number): number {
  const square = z * z;
  return 1 - 0.5 * square + square * square * polynomial(COSINE, square);
}

export function goSin(x: number): number {
  const size = Math.abs(x);
  if (x === 0) return x;
  const { octant, rest } = reduced(size);
  const half = octant % 4;
  const value = half === 1 || half === 2 ? cosineSeries(rest) : sineSeries(rest);
  return x < 0 !== octant > 3 ? -value : value;
}

export function goCos(x: number): number {
  const size = Math.abs(x);
  const { octant, rest } = reduced(size);
  const half = octant % 4;
  const isNegative = octant > 3 !== half > 1;
  const value = half === 1 || half === 2 ? sineSeries(rest) : cosineSeries(rest);
  return isNegative ? -value : value;
}

export function goTan(x: number): number {
  const size = Math.abs(x);
  if (x === 0) return x;
  const { octant, rest } = reduced(size);
  const square = rest * rest;
  const series = (square * polynomial(TANGENT_ABOVE, square)) / polynomial(TANGENT_BELOW, square);
  const straight = square > 1e-14 ? rest + rest * series : rest;
  const value = (octant & 2) === 2 ? -1 / straight : straight;
  return x < 0 ? -value : value;
}

function arcSeries(x: number): number {
  const square = x * x;
  return x * ((square * polynomial(ARC_ABOVE, square)) / polynomial(ARC_BELOW, square)) + x;
}

function arcTangent(x: number): number {
  const more = 6.123233995736766e-17;
  if (x <= 0.66) return arcSeries(x);
  if (x > 2.414213562373095) return Math.PI / 2 - arcSeries(1 / x) + more;
  return Math.PI / 4 + arcSeries((x - 1) / (x + 1)) + 0.5 * more;
}

export function goAtan(x: number): number {
  if (x === 0) return x;
  return x > 0 ? arcTangent(x) : -arcTangent(-x);
}

export function goAtan2(y: number, x: number): number {
  if (y === 0 || x === 0) return Math.atan2(y, x);
  const angle = goAtan(y / x);
  if (x > 0) return angle;
  return angle <= 0 ? angle + Math.PI : angle - Math.PI;
}

export function goAsin(x: number): number {
  const size = Math.abs(x);
  if (x === 0) return x;
  if (size > 1) return Number.NaN;
  const leg = Math.sqrt(1 - size * size);
  const angle = size > 0.7 ? Math.PI / 2 - arcTangent(leg / size) : arcTangent(size / leg);
  return x < 0 ? -angle : angle;
}

export function goAcos(x: number): number {
  return Math.PI / 2 - goAsin(x);
}

export function goHypot(x: number, y: number): number {
  const [large, small] = [Math.max(Math.abs(x), Math.abs(y)), Math.min(Math.abs(x), Math.abs(y))];
  if (large === 0) return 0;
  const ratio = small / large;
  return large * Math.sqrt(1 + ratio * ratio);
}

/** Half away from zero. */
export function goRound(x: number): number {
  const whole = Math.trunc(x);
  return Math.abs(x - whole) >= 0.5 ? whole + Math.sign(x) : whole === 0 ? x * 0 : whole;
}

/** The natural logarithm. Below the smallest normal number Go takes all for just half that number and more. */
export function goLog(x: number): number {
  if (x <= 0 || x >= 2 ** -1022) return Math.log(x);
  const half = 0.5 + (x / 2 ** -1074) * 2 ** -53;
  const isLow = half < Math.SQRT1_2;
  return logarithmOf((isLow ? half * 2 : half) - 1, isLow ? -1023 : -1022);
}

const [LN2_HIGH, LN2_LOW] = [0.6931471803691238, 1.9082149292705877e-10];
const LOGARITHM_EVEN = [0.15313837699209373, 0.22222198432149784, 0.3999999999940942];
const LOGARITHM_ODD = [0.14798198605116586, 0.1818357216161805, 0.2857142874366239, 0.6666666666666735];

/** Of `(1 + f) × 2^power`. */
function logarithmOf(f: number, power: number): number {
  const s = f / (2 + f);
  const s2 = s * s;
  const s4 = s2 * s2;
  const series = s2 * polynomial(LOGARITHM_ODD, s4) + s4 * polynomial(LOGARITHM_EVEN, s4);
  const halfSquare = 0.5 * f * f;
  return power * LN2_HIGH - (halfSquare - (s * (halfSquare + series) + power * LN2_LOW) - f);
}

export interface Parts {
  /** From 0.5 to 1, or 0. */
  readonly fraction: number;
  readonly exponent: number;
}

/** `fraction × 2^exponent`. */
export function splitNumber(x: number): Parts {
  if (x === 0 || !Number.isFinite(x)) return { fraction: x, exponent: 0 };
  const bits = new DataView(new ArrayBuffer(8));
  const isSmall = Math.abs(x) < 2 ** -1022;
  bits.setFloat64(0, isSmall ? x * 2 ** 52 : x);
  const high = bits.getUint32(0);
  const exponent = ((high >>> 20) & 0x7ff) - 1022 - (isSmall ? 52 : 0);
  bits.setUint32(0, (high & 0x800fffff) | (1022 << 20));
  return { fraction: bits.getFloat64(0), exponent };
}

function scaled(fraction: number, exponent: number): number {
  if (exponent > 2000) return fraction * Number.POSITIVE_INFINITY;
  if (exponent < -2200) return fraction * 0;
  const { fraction: own, exponent: more } = splitNumber(fraction);
  const total = exponent + more;
  if (total >= -1021) return total > 1023 ? own * 2 * 2 ** (total - 1) : own * 2 ** total;
  // One rounding only, as far below as the smallest numbers.
  return own * 2 ** -1021 * 2 ** (total + 1021);
}

/** The product and sum with one rounding, but for ties that no series here meets. */
function fused(a: number, b: number, c: number): number {
  const product = a * b;
  const [highA, lowA] = halves(a);
  const [highB, lowB] = halves(b);
  const productError = lowA * lowB - (product - highA * highB - lowA * highB - highA * lowB);
  const sum = product + c;
  const part = sum - product;
  const sumError = product - (sum - part) + (c - part);
  return sum + (productError + sumError);
}

function halves(x: number): readonly [number, number] {
  const spread = 134217729 * x;
  const high = spread - (spread - x);
  return [high, x - high];
}

const EXPONENTIAL = [
  0.0001984126984126984, 0.001388888888888889, 0.008333333333333333, 0.041666666666666664, 0.16666666666666666, 0.5, 1,
];

export function goExp(x: number): number {
  if (x > 709.782712893384) return Number.POSITIVE_INFINITY;
  const power = roundedToEven(Math.LOG2E * x);
  const upper = fused(-power, 0.693147180559663, x);
  const rest = fused(-power, 2.8235290563031577e-13, upper) * 0.0625;
  let series = 0.0000248015873015873;
  for (const coefficient of EXPONENTIAL) series = fused(series, rest, coefficient);
  let value = rest * series;
  for (let doubling = 0; doubling < 3; doubling++) value *= value + 2;
  const last = value + 2;
  const result = fused(last, value, 1);
  if (power < -1022 - 52) return 0;
  return power + 1023 >= 0x7ff ? Number.POSITIVE_INFINITY : scaled(result, power);
}

function roundedToEven(x: number): number {
  const rounded = Math.round(x);
  return Math.abs(x - Math.trunc(x)) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded;
}

export function goPow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (y === 1) return x;
  if (x === 0 || !Number.isFinite(x) || !Number.isFinite(y)) return x ** y;
  if (y === 0.5) return Math.sqrt(x);
  if (y === -0.5) return 1 / Math.sqrt(x);
  const size = Math.abs(y);
  const whole = Math.trunc(size);
  if (whole !== size && x < 0) return Number.NaN;
  if (whole >= 2 ** 63) return x === -1 ? 1 : Math.abs(x) < 1 === y > 0 ? 0 : Number.POSITIVE_INFINITY;
  return powerOf(x, y, { whole, rest: size - whole });
}

function powerOf(x: number, y: number, parts: { readonly whole: number; readonly rest: number }): number {
  const isUp = parts.rest > 0.5;
  const rest = isUp ? parts.rest - 1 : parts.rest;
  let left = BigInt(parts.whole) + (isUp ? 1n : 0n);
  let fraction = parts.rest === 0 ? 1 : goExp(rest * goLog(x));
  let exponent = 0;
  let { fraction: base, exponent: baseExponent } = splitNumber(x);
  for (; left !== 0n; left >>= 1n) {
    if (Math.abs(baseExponent) > 4096) {
      exponent += baseExponent;
      break;
    }
    if ((left & 1n) === 1n) {
      fraction *= base;
      exponent += baseExponent;
    }
    base *= base;
    baseExponent *= 2;
    if (base < 0.5) {
      base += base;
      baseExponent -= 1;
    }
  }
  return y < 0 ? scaled(1 / fraction, -exponent) : scaled(fraction, exponent);
}
