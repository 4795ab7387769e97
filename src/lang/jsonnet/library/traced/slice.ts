/** `std.slice`, which is `a[from:to:step]`. */
import { compareValues } from '../../runtime/compare.ts';
import { expectNumber } from '../../runtime/expect.ts';
import type { Machine } from '../../runtime/machine.ts';
import { textOf } from '../../runtime/manifest.ts';
import type { Site } from '../../runtime/site.ts';
import { characters } from '../../runtime/text.ts';
import { force, type Lazy, Thunk } from '../../runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from '../../runtime/value.ts';
import { type Declared, LAZY_SIZE, type Lazies, traced } from '../native.ts';
import { lengthOf } from './length-of.ts';
import { at, laterIn, passed, T, tailAt, testSites, through, within } from './places.ts';

export const SLICES: readonly Declared[] = [traced('slice', 'indexable index end step', slice)];

const OBJECT = 'object <invar>';
const BUILD = 'function <build>';
const SLICE = {
  step: [at('232:12-22'), at('227:14-18', OBJECT)],
  isBackward: at('232:12-27'),
  backwardFault: at('(232:5)-(246:66)', ''),
  zeroFault: at('(233:5)-(246:66)', ''),
  target: testSites('string', at('234:12-35'), at('234:25-34', T)),
  targetFault: at('(234:5)-(246:66)', ''),
  build: tailAt('246:5-66'),
  from: [at('236:10-13', BUILD), at('246:54-65', T)],
  to: [at('236:17-26', BUILD)],
  element: at('243:22-42', laterIn(laterIn(BUILD))),
};

interface Bound {
  /** Calls from the one that goes through the elements to the field that is asked for. */
  readonly calls: readonly Site[];
  readonly variable: Site;
  readonly isNegative: Site;
  readonly sum: Site;
}

const FROM: Bound = {
  calls: SLICE.from,
  variable: at('213:14-19', OBJECT),
  isNegative: at('216:16-25', OBJECT),
  sum: at('217:29-48', laterIn(OBJECT)),
};
const TO: Bound = {
  calls: SLICE.to,
  variable: at('220:14-17', OBJECT),
  isNegative: at('223:16-23', OBJECT),
  sum: at('224:18-35', OBJECT),
};

function slice(machine: Machine, args: Lazies): Value {
  const target = args.at(0);
  const step = through(machine, args.at(3), SLICE.step) ?? 1;
  if (compareValues(machine, step, 0, SLICE.isBackward) < 0) throw backward(machine, args, step);
  if (step === 0)
    throw machine.fault(
      `got ${textOf(machine, step, SLICE.zeroFault)} but step must be greater than 0`,
      SLICE.zeroFault,
    );
  const whole = through(machine, target, SLICE.target);
  if (typeof whole !== 'string' && !(whole instanceof JsonnetArray)) throw notSliceable(machine, whole);
  return within(machine, [SLICE.build], () => {
    const length = lengthOf(machine, whole, SLICE.build);
    const from = boundOf(machine, args.at(1), { bound: FROM, length });
    const start = typeof from === 'number' && from < 0 ? Math.max(0, length + from) : (from ?? 0);
    const to = boundOf(machine, args.at(2), { bound: TO, length });
    const end = typeof to === 'number' && to < 0 ? length + to : (to ?? length);
    const first = comparable(machine, start, end);
    return taken(machine, whole, {
      first,
      end: Math.min(expectNumber(machine, end, SLICE.build), length),
      step: expectNumber(machine, step, SLICE.build),
    });
  });
}

/** The fault of slicing what is neither a string nor an array. */
export function notSliceable(machine: Machine, whole: Value): Error {
  return machine.fault(`std.slice accepts a string or an array, but got: ${typeOf(whole)}`, SLICE.targetFault);
}

/** A bound as it is given; compared with zero where it is given at all. */
function boundOf(machine: Machine, lazy: Lazy, { bound }: { readonly bound: Bound; readonly length: number }): Value {
  const value = through(machine, lazy, [...bound.calls, bound.variable]);
  if (value !== null && typeof value !== 'number')
    within(machine, bound.calls, () => compareValues(machine, value, 0, bound.isNegative));
  return value;
}

function comparable(machine: Machine, start: Value, end: Value): number {
  compareValues(machine, start, end, at('236:10-26', BUILD));
  return expectNumber(machine, start, SLICE.build);
}

interface Steps {
  readonly first: number;
  readonly end: number;
  readonly step: number;
}

function taken(machine: Machine, whole: string | JsonnetArray, { first, end, step }: Steps): Value {
  if (typeof whole === 'string') machine.make(whole.length / 4);
  const elements: readonly Lazy[] = typeof whole === 'string' ? characters(whole) : whole.elements;
  const kept: Lazy[] = [];
  for (let at = first; at < end; at += step) {
    machine.work(1);
    const element = elements[Math.trunc(at)];
    if (element === undefined) continue;
    // Steps may be so small that they lead nowhere: what is kept counts as it comes.
    machine.make(element instanceof Thunk ? LAZY_SIZE : 1);
    kept.push(passed(element, SLICE.element));
  }
  return typeof whole === 'string' ? kept.join('') : new JsonnetArray(kept);
}

function backward(machine: Machine, args: Lazies, step: Value): Error {
  // The length is asked for only where a bound is counted from the end, or left out.
  const length = () => {
    const target = force(args.at(0), machine, at('210:28-37', laterIn(OBJECT)));
    return lengthOf(machine, target, at('210:17-38', OBJECT));
  };
  const shown = (value: Value) => textOf(machine, value, SLICE.backwardFault);
  const from = force(args.at(1), machine, FROM.variable);
  const start = typeof from === 'number' && from < 0 ? Math.max(0, length() + from) : (from ?? 0);
  const to = force(args.at(2), machine, TO.variable);
  const end = typeof to === 'number' && to < 0 ? length() + to : (to ?? length());
  const message = `got [${shown(start)}:${shown(end)}:${shown(step)}] but negative steps are not supported`;
  return machine.fault(message, SLICE.backwardFault);
}
