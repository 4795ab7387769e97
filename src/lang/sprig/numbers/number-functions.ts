/** `add`, `int`, `round`, `until`, `max`: numbers. Whole ones have 64 bits and wrap around. */
import {
  ANY,
  type Budget,
  displayText,
  FLOAT64,
  GoError,
  GoInt,
  GoSlice,
  type GoValue,
  goInt,
  INT,
  INT_SLICE,
  INT64,
  STRING,
} from '../../go-value/index.ts';
import { define, defineVariadic, named } from '../define.ts';
import { randomBelow } from '../random.ts';
import { toFloat64, toInt64 } from './cast.ts';
import { calculate, type DecimalOperator } from './decimal.ts';
import { powerOfTen } from './power-of-ten.ts';

function int64(value: bigint): GoInt {
  return new GoInt(INT64, BigInt.asIntN(64, value));
}

/** Digits only, with a sign: too large ones stay at the limit when `clamps`, and are nothing else. */
function parseDigits(text: string, base: 8 | 10): bigint | undefined {
  if (!(base === 10 ? /^[+-]?\d+$/ : /^[+-]?[0-7]+$/).test(text)) return undefined;
  const digits = text.replace(/^[+-]/, '');
  const size = BigInt(base === 10 ? digits : `0o${digits}`);
  return text.startsWith('-') ? -size : size;
}

const HIGHEST = 2n ** 63n - 1n;

/** `strconv.Atoi` without its error: what is no number is 0, what is too large the limit. */
function atoi(text: string): bigint {
  const value = parseDigits(text, 10) ?? 0n;
  if (value > HIGHEST) return HIGHEST;
  return value < -HIGHEST - 1n ? -HIGHEST - 1n : value;
}

function octal(value: GoValue): bigint {
  const number = parseDigits(displayText(value), 8) ?? 0n;
  return number > HIGHEST || number < -HIGHEST - 1n ? 0n : number;
}

function divideOr(divisor: bigint, divide: () => bigint): GoInt {
  if (divisor === 0n) throw new GoError('runtime error: integer divide by zero');
  return int64(divide());
}

interface Steps {
  readonly start: bigint;
  readonly stop: bigint;
  readonly step: bigint;
}

/** As a Go slice of ints takes memory, so does this list. */
const BYTES_OF_ITEM = 32;

function untilStep({ start, stop, step }: Steps, budget: Budget): readonly bigint[] {
  const distance = stop - start;
  if (step === 0n || distance === 0n || distance < 0n !== step < 0n) return [];
  const size = step < 0n ? -step : step;
  const count = ((distance < 0n ? -distance : distance) + size - 1n) / size;
  budget.take(Number(count) * BYTES_OF_ITEM);
  budget.step(Number(count));
  return Array.from({ length: Number(count) }, (_, index) => start + step * BigInt(index));
}

function ints(values: readonly bigint[]): GoSlice {
  return new GoSlice(
    INT_SLICE,
    values.map((value) => goInt(value)),
  );
}

/** Like the shell's: up to and with the end, one more where the step jumps over it. */
function sequence(parameters: readonly bigint[], budget: Budget): string {
  const [first = 0n, second = 0n, third = 0n] = parameters;
  const from = parameters.length === 1 ? 1n : first;
  const to = [first, first, second, third][parameters.length] ?? first;
  const direction = to < from ? -1n : 1n;
  if (parameters.length === 0 || parameters.length > 3) return '';
  const step = parameters.length === 3 ? second : direction;
  if (direction < 0n && step > 0n) return '';
  return untilStep({ start: from, stop: to + direction, step }, budget).join(' ');
}

function round(value: number, places: bigint, roundOn: number): number {
  const power = powerOfTen(Number(places));
  const digit = power * value;
  const fraction = digit % 1;
  return (fraction >= roundOn ? Math.ceil(digit) : Math.floor(digit)) / power;
}

function extreme(values: readonly GoValue[], isBetter: (a: bigint, b: bigint) => boolean): GoInt {
  const [first = 0n, ...others] = values.map(toInt64);
  return int64(others.reduce((best, other) => (isBetter(other, best) ? other : best), first));
}

/** An infinity of the wanted sign wins even over what is no number. */
function extremeFloat(values: readonly GoValue[], infinity: number, choose: (a: number, b: number) => number): number {
  const [first = 0, ...others] = values.map(toFloat64);
  return others.reduce((a, b) => (a === infinity || b === infinity ? infinity : choose(a, b)), first);
}

function decimal(name: string, operator: DecimalOperator) {
  return defineVariadic(name, [ANY, ANY], (args) =>
    calculate(operator, toFloat64(args.value(0)), args.from(1).map(toFloat64)),
  );
}

const MAX = defineVariadic('max', [ANY, ANY], (args) => extreme(args.values, (a, b) => a > b));

export const NUMBER_FUNCTIONS = [
  define('atoi', [STRING], (args) => goInt(atoi(args.text(0)))),
  define('int64', [ANY], (args) => int64(toInt64(args.value(0)))),
  define('int', [ANY], (args) => goInt(toInt64(args.value(0)))),
  define('float64', [ANY], (args) => toFloat64(args.value(0))),
  define('toDecimal', [ANY], (args) => int64(octal(args.value(0)))),
  defineVariadic('seq', [INT], (args, { budget }) =>
    sequence(
      args.values.map((_, index) => args.integer(index)),
      budget,
    ),
  ),
  define('until', [INT], (args, { budget }) => {
    const stop = args.integer(0);
    return ints(untilStep({ start: 0n, stop, step: stop < 0n ? -1n : 1n }, budget));
  }),
  define('untilStep', [INT, INT, INT], (args, { budget }) =>
    ints(untilStep({ start: args.integer(0), stop: args.integer(1), step: args.integer(2) }, budget)),
  ),
  define('add1', [ANY], (args) => int64(toInt64(args.value(0)) + 1n)),
  defineVariadic('add', [ANY], (args) => int64(args.values.map(toInt64).reduce((a, b) => a + b, 0n))),
  define('sub', [ANY, ANY], (args) => int64(toInt64(args.value(0)) - toInt64(args.value(1)))),
  define('div', [ANY, ANY], (args) => {
    const [a, b] = [toInt64(args.value(0)), toInt64(args.value(1))];
    return divideOr(b, () => a / b);
  }),
  define('mod', [ANY, ANY], (args) => {
    const [a, b] = [toInt64(args.value(0)), toInt64(args.value(1))];
    return divideOr(b, () => a % b);
  }),
  defineVariadic('mul', [ANY, ANY], (args) =>
    int64(args.values.map(toInt64).reduce((a, b) => BigInt.asIntN(64, a * b), 1n)),
  ),
  define('randInt', [INT, INT], (args, context) => {
    const [low, high] = [args.integer(0), args.integer(1)];
    if (high <= low) throw new GoError('invalid argument to Intn');
    return goInt(low + BigInt(randomBelow(context, Number(high - low))));
  }),
  define('add1f', [ANY], (args) => calculate('add', toFloat64(args.value(0)), [1])),
  defineVariadic('addf', [ANY], (args) => calculate('add', 0, args.values.map(toFloat64))),
  decimal('subf', 'subtract'),
  decimal('divf', 'divide'),
  decimal('mulf', 'multiply'),
  ...named(MAX, 'max', 'biggest'),
  defineVariadic('min', [ANY, ANY], (args) => extreme(args.values, (a, b) => a < b)),
  defineVariadic('maxf', [ANY, ANY], (args) => extremeFloat(args.values, Number.POSITIVE_INFINITY, Math.max)),
  defineVariadic('minf', [ANY, ANY], (args) => extremeFloat(args.values, Number.NEGATIVE_INFINITY, Math.min)),
  define('floor', [ANY], (args) => Math.floor(toFloat64(args.value(0)))),
  define('ceil', [ANY], (args) => Math.ceil(toFloat64(args.value(0)))),
  defineVariadic('round', [ANY, INT, FLOAT64], (args) =>
    round(toFloat64(args.value(0)), args.integer(1), args.values.length > 2 ? args.float(2) : 0.5),
  ),
];
