/** `std.__compare`, the order that some programs ask for by that name, and its part for arrays. */
import { compareValues } from '../../runtime/compare.ts';
import { indexValue } from '../../runtime/index-value.ts';
import type { Machine } from '../../runtime/machine.ts';
import type { Site } from '../../runtime/site.ts';
import { type Lazy, Thunk } from '../../runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from '../../runtime/value.ts';
import { lengthOf } from './length-of.ts';
import { at, boundIn, computed, F, laterIn, passed, tailAt, testSites, through, within } from './places.ts';

const [T1, T2] = [boundIn('t1', F), boundIn('t2', F)];
const COMPARE = {
  first: [at('1706:8-10'), at('1705:16-28', T1), at('1705:25-27', laterIn(T1))],
  second: [at('1706:14-16'), at('1705:35-47', T2), at('1705:44-46', laterIn(T2))],
  typesFault: at('1707:7-75'),
  lists: tailAt('1709:7-34'),
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
  if (a instanceof JsonnetArray) return within(machine, [COMPARE.lists], () => compareLists(machine, a, b));
  if (typeof a === 'boolean' || (typeof a === 'object' && a !== null))
    throw machine.fault(`Values of type ${typeOf(a)} are not comparable.`, COMPARE.orderFault);
  return Math.sign(compareValues(machine, a, b, COMPARE.less));
}

const AUX = 'function <aux>';
const LEAST = boundIn('minLen', F);
const ORDER = boundIn('cmpRes', AUX);
const LISTS = {
  first: tailAt('1728:5-11'),
  next: at('1725:11-21', AUX),
  order: [at('1722:12-18', AUX), at('1721:24-55', ORDER)],
  left: listSites(
    { test: ['888:9-24', '888:22-23'], argument: '1718:28-32', call: '1717:18-34', list: '1717:29-33' },
    1,
  ),
  right: listSites(
    { test: ['890:14-29', '890:27-28'], argument: '1718:34-38', call: '1717:43-59', list: '1717:54-58' },
    2,
  ),
  leftElement: at('1721:38-45', laterIn(ORDER)),
  rightElement: at('1721:47-54', laterIn(ORDER)),
};

interface ListPlaces {
  /** The test of the length for being a number, and the variable in it. */
  readonly test: readonly [string, string];
  readonly argument: string;
  readonly call: string;
  readonly list: string;
}

/** Where a length is asked for, the call of `std.length` last, and where that asks for the list. */
function listSites({ test, argument, call, list }: ListPlaces, position: 1 | 2) {
  const length = boundIn(`len${position}`, F);
  const least = [at('1720:14-20', AUX), at('1718:20-39', LEAST)];
  const tested = testSites('number', at(test[0]), at(test[1], laterIn(F)));
  return {
    calls: [...least, ...tested, at(argument, laterIn(LEAST))],
    call: at(call, length),
    list: at(list, laterIn(length)),
  };
}

/** `std.__compare_array`: -1, 0 or 1 for what can be indexed by numbers, element by element. */
export function compareLists(machine: Machine, left: Lazy, right: Lazy): number {
  const lengths = within(machine, [LISTS.first], () => [
    measured(machine, left, LISTS.left),
    measured(machine, right, LISTS.right),
  ]);
  const [[a, aLength], [b, bLength]] = lengths as [Measured, Measured];
  for (let index = 0; index < Math.min(aLength, bLength); index++) {
    machine.work(4);
    const calls = [LISTS.first, ...(index === 0 ? [] : [LISTS.next]), ...LISTS.order];
    const order = within(machine, calls, () =>
      compare(machine, elementOf(a, index, LISTS.leftElement), elementOf(b, index, LISTS.rightElement)),
    );
    if (order !== 0) return order;
  }
  return Math.sign(aLength - bLength);
}

type Measured = readonly [list: Value, length: number];

function measured(machine: Machine, list: Lazy, { calls, call, list: site }: ReturnType<typeof listSites>): Measured {
  const value = through(machine, list, [...calls, call, site]);
  return [value, within(machine, calls, () => lengthOf(machine, value, call))];
}

function elementOf(list: Value, index: number, site: Site): Lazy {
  const element = list instanceof JsonnetArray ? list.elements[index] : undefined;
  if (element !== undefined) return element instanceof Thunk ? passed(element, site) : element;
  return computed((machine) => indexValue(machine, list, index, site));
}
