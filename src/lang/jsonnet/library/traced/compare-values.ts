/** `std.__compare`, the order that some programs ask for by that name. */
import { compareValues } from '../../runtime/compare.ts';
import { expectArray } from '../../runtime/expect.ts';
import type { Machine } from '../../runtime/machine.ts';
import { force, type Lazy } from '../../runtime/thunk.ts';
import { JsonnetArray, typeOf } from '../../runtime/value.ts';
import { at, boundIn, F, laterIn, tailAt, through } from './places.ts';

const [T1, T2] = [boundIn('t1', F), boundIn('t2', F)];
const COMPARE = {
  first: [at('1706:8-10'), at('1705:16-28', T1), at('1705:25-27', laterIn(T1))],
  second: [at('1706:14-16'), at('1705:35-47', T2), at('1705:44-46', laterIn(T2))],
  typesFault: at('1707:7-75'),
  orderFault: at('1711:7-60'),
  less: at('1712:13-20'),
};

/** -1, 0 or 1. */
export function compare(machine: Machine, left: Lazy, right: Lazy): number {
  const a = through(machine, left, COMPARE.first);
  const b = through(machine, right, COMPARE.second);
  if (typeOf(a) !== typeOf(b)) {
    const message = `Comparison requires matching types. Got ${typeOf(a)} and ${typeOf(b)}`;
    throw machine.fault(message, COMPARE.typesFault);
  }
  if (a instanceof JsonnetArray && b instanceof JsonnetArray) return compareLists(machine, a, b);
  if (typeof a === 'boolean' || (typeof a === 'object' && a !== null))
    throw machine.fault(`Values of type ${typeOf(a)} are not comparable.`, COMPARE.orderFault);
  return Math.sign(compareValues(machine, a, b, COMPARE.less));
}

/** `std.__compare_array`, the same for arrays alone. */
export function compareArrays(machine: Machine, left: Lazy, right: Lazy): number {
  const a = expectArray(machine, force(left, machine, ARRAYS), ARRAYS);
  return compareLists(machine, a, expectArray(machine, force(right, machine, ARRAYS), ARRAYS));
}

const ARRAYS = tailAt('1728:5-11');

function compareLists(machine: Machine, a: JsonnetArray, b: JsonnetArray): number {
  const length = Math.min(a.elements.length, b.elements.length);
  for (let index = 0; index < length; index++) {
    machine.work(4);
    const first = force(a.elements[index] ?? null, machine, COMPARE.less);
    const order = compare(machine, first, b.elements[index] ?? null);
    if (order !== 0) return order;
  }
  return Math.sign(a.elements.length - b.elements.length);
}
