/** Functions of numbers. */
import type { Json } from '../../../base/json-value.ts';
import { notFor } from '../value/fault.ts';
import { arg, type Call, type FunctionTable, numberInput } from './table.ts';

const UNARY: Readonly<Record<string, (value: number) => number>> = {
  floor: Math.floor,
  ceil: Math.ceil,
  round: (value) => Math.sign(value) * Math.round(Math.abs(value)),
  trunc: Math.trunc,
  rint: toEven,
  nearbyint: toEven,
  sqrt: Math.sqrt,
  cbrt: Math.cbrt,
  fabs: Math.abs,
  exp: Math.exp,
  exp2: (value) => 2 ** value,
  exp10: (value) => 10 ** value,
  expm1: Math.expm1,
  log: Math.log,
  log2: Math.log2,
  log10: Math.log10,
  log1p: Math.log1p,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  asin: Math.asin,
  acos: Math.acos,
  atan: Math.atan,
  sinh: Math.sinh,
  cosh: Math.cosh,
  tanh: Math.tanh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  logb: (value) => (value === 0 ? Number.NEGATIVE_INFINITY : Math.floor(Math.log2(Math.abs(value)))),
  significand: (value) => value / 2 ** Math.floor(Math.log2(Math.abs(value))),
};

const BINARY: Readonly<Record<string, (left: number, right: number) => number>> = {
  pow: (left, right) => left ** right,
  atan2: Math.atan2,
  fmin: Math.min,
  fmax: Math.max,
  fmod: (left, right) => left % right,
  drem: remainder,
  remainder,
  copysign: (left, right) => (right < 0 || Object.is(right, -0) ? -Math.abs(left) : Math.abs(left)),
  fdim: (left, right) => Math.max(left - right, 0),
  hypot: Math.hypot,
  ldexp: (left, right) => left * 2 ** right,
  scalb: (left, right) => left * 2 ** right,
  scalbln: (left, right) => left * 2 ** right,
};

export const NUMBERS: FunctionTable = {
  ...Object.fromEntries(
    Object.entries(UNARY).map(([name, apply]) => [`${name}/0`, (call: Call): Json => apply(numberInput(call))]),
  ),
  ...Object.fromEntries(
    Object.entries(BINARY).map(([name, apply]) => [
      `${name}/2`,
      (call: Call): Json => apply(number(call, 0), number(call, 1)),
    ]),
  ),
  'abs/0': absolute,
  'infinite/0': () => Number.POSITIVE_INFINITY,
  'nan/0': () => Number.NaN,
  'isinfinite/0': (call) => Math.abs(numberInput(call)) === Number.POSITIVE_INFINITY,
  'isnan/0': (call) => Number.isNaN(numberInput(call)),
  'isnormal/0': (call) => isNormal(numberInput(call)),
  'fma/3': (call) => number(call, 0) * number(call, 1) + number(call, 2),
  'frexp/0': frexp,
  'modf/0': modf,
  'now/0': ({ budget }) => budget.limits.now,
};

function number(call: Call, at: number): number {
  const value = arg(call, at);
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value);
  throw notFor(call.name, call.input, call.args);
}

/** To the nearest whole number, halves to the even one. */
function toEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function absolute(call: Call): Json {
  const { input } = call;
  if (typeof input === 'bigint') return input < 0n ? -input : input;
  if (typeof input === 'number') return Math.abs(input);
  throw notFor(call.name, input);
}

/** Neither zero nor so small that digits are lost. */
function isNormal(value: number): boolean {
  return Number.isFinite(value) && Math.abs(value) >= 2 ** -1022;
}

/** What is left after the nearest whole multiple. */
function remainder(left: number, right: number): number {
  return left - right * toEven(left / right);
}

/** A fraction of at least one half, and the power of two. */
function frexp(call: Call): Json {
  const value = numberInput(call);
  if (value === 0 || !Number.isFinite(value)) return [value, 0];
  const power = Math.floor(Math.log2(Math.abs(value))) + 1;
  return [value / 2 ** power, power];
}

/** The part behind the point, and the whole one. */
function modf(call: Call): Json {
  const value = numberInput(call);
  if (!Number.isFinite(value)) return [Number.isNaN(value) ? value : 0, value];
  return [value - Math.trunc(value), Math.trunc(value)];
}
