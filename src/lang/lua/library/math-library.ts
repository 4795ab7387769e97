/** `math.*`. Random numbers follow from a seed: the same run gives the same numbers. */
import { modulo, power } from '../runtime/operate.ts';
import { NOTHING, type Results } from '../runtime/value.ts';
import type { Arguments } from './arguments.ts';
import { type Library, type LibraryFunction, library } from './library.ts';

const ONE_ARGUMENT = [
  'abs',
  'acos',
  'asin',
  'atan',
  'ceil',
  'cos',
  'cosh',
  'exp',
  'floor',
  'log',
  'log10',
  'sin',
  'sinh',
  'sqrt',
  'tan',
  'tanh',
] as const;

const SIMPLE: Readonly<Record<string, LibraryFunction>> = Object.fromEntries(
  ONE_ARGUMENT.map((name) => [name, (args: Arguments) => Math[name](args.number(1))]),
);

export const MATH_LIBRARY: Library = library(
  {
    ...SIMPLE,
    atan2: (args) => Math.atan2(args.number(1), args.number(2)),
    deg: (args) => (args.number(1) * 180) / Math.PI,
    fmod: (args) => args.number(1) % args.number(2),
    frexp: (args) => splitFloat(args.number(1)),
    ldexp: (args) => scale(args.number(1), args.integer(2)),
    max: (args) => extreme(args, (candidate, best) => candidate > best),
    min: (args) => extreme(args, (candidate, best) => candidate < best),
    mod: (args) => modulo(args.number(1), args.number(2)),
    modf: (args) => splitFraction(args.number(1)),
    pow: (args) => power(args.number(1), args.number(2)),
    rad: (args) => (args.number(1) * Math.PI) / 180,
    random,
    randomseed: (args) => {
      args.machine.seed = args.integer(1) >>> 0;
      return NOTHING;
    },
  },
  // Not infinity.
  { pi: Math.PI, huge: Number.MAX_VALUE },
);

function extreme(args: Arguments, wins: (candidate: number, best: number) => boolean): Results {
  if (args.count === 0) throw args.machine.fault('wrong number of arguments');
  let best = args.number(1);
  for (let position = 2; position <= args.count; position++) {
    const candidate = args.number(position);
    if (wins(candidate, best)) best = candidate;
  }
  return best;
}

/** A fraction of at least a half and below one, and a power of two. */
function splitFloat(value: number): Results {
  if (value === 0 || !Number.isFinite(value)) return [value, 0];
  let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(value))) + 1);
  let fraction = scale(value, -exponent);
  while (Math.abs(fraction) < 0.5) {
    fraction *= 2;
    exponent--;
  }
  while (Math.abs(fraction) >= 1) {
    fraction /= 2;
    exponent++;
  }
  return [fraction, exponent];
}

/** In two steps, since one power of two might already be infinite. */
function scale(value: number, exponent: number): number {
  const half = Math.trunc(Math.max(Math.min(exponent, 2200), -2200) / 2);
  return value * 2 ** half * 2 ** (Math.max(Math.min(exponent, 2200), -2200) - half);
}

function splitFraction(value: number): Results {
  if (!Number.isFinite(value)) return [value, Number.NaN];
  const whole = Math.trunc(value);
  return [whole, value - whole];
}

function random(args: Arguments): Results {
  const fraction = nextRandom(args);
  if (args.count === 0) return fraction;
  const [from, to] = args.count === 1 ? [1, args.integer(1)] : [args.integer(1), args.integer(2)];
  if (to < from) throw args.machine.fault('invalid argument to random');
  return from + Math.floor(fraction * (to - from + 1));
}

/** Mulberry32. */
function nextRandom({ machine }: Arguments): number {
  machine.seed = (machine.seed + 0x6d2b79f5) >>> 0;
  let mixed = Math.imul(machine.seed ^ (machine.seed >>> 15), machine.seed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}
