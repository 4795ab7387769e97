/** Sets: sorted arrays without repetition, by what a key function gives. */
import { callWith } from '../../runtime/call.ts';
import { compareValues, equalValues } from '../../runtime/compare.ts';
import { expectFunction } from '../../runtime/expect.ts';
import { JsonnetFunction } from '../../runtime/function.ts';
import { indexValue } from '../../runtime/index-value.ts';
import type { Machine } from '../../runtime/machine.ts';
import { textOf } from '../../runtime/manifest.ts';
import { NOWHERE, type Site } from '../../runtime/site.ts';
import { characters } from '../../runtime/text.ts';
import { force, type Lazy } from '../../runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from '../../runtime/value.ts';
import { arrayOf, type Declared, LAZY_SIZE, type Lazies, traced, Values } from '../native.ts';
import { sort } from '../strict-arrays.ts';
import { compare, compareLists } from './compare-values.ts';
import { lengthOf } from './length-of.ts';
import { at, boundIn, computed, laterIn, passed, T, TT, TTT, tailAt, through, within } from './places.ts';
import { notSliceable } from './slice.ts';

const ID_SITE = at('26:26-27');
const ID = new JsonnetFunction({
  kind: 'traced',
  parameters: [{ name: 'x', isOptional: false }],
  run: (machine, [value = null]) => force(value, machine, ID_SITE),
});
const KEY = { keyF: ID };

export const SETS: readonly Declared[] = [
  traced('uniq', 'arr keyF=', (machine, args) => uniq(machine, args.at(0), args.at(1)), KEY),
  traced('set', 'arr keyF=', set, KEY),
  traced('setMember', 'x arr keyF=', setMember, KEY),
  traced(
    'setUnion',
    'a b keyF=',
    (machine, args) => combine(machine, [args.at(0), args.at(1), args.at(2)], UNION),
    KEY,
  ),
  traced(
    'setInter',
    'a b keyF=',
    (machine, args) => combine(machine, [args.at(0), args.at(1), args.at(2)], INTER),
    KEY,
  ),
  traced('setDiff', 'a b keyF=', (machine, args) => combine(machine, [args.at(0), args.at(1), args.at(2)], DIFF), KEY),
  traced('__compare', 'v1 v2', (machine, args) => compare(machine, args.at(0), args.at(1))),
  traced('__compare_array', 'arr1 arr2', (machine, args) => compareLists(machine, args.at(0), args.at(1))),
  arrayTest('__array_less', [1730, 30], (order) => order < 0),
  arrayTest('__array_greater', [1731, 33], (order) => order > 0),
  arrayTest('__array_less_or_equal', [1732, 39], (order) => order <= 0),
  arrayTest('__array_greater_or_equal', [1733, 42], (order) => order >= 0),
];

/** The call of `std.__compare_array` stands at a line and column. */
function arrayTest(
  name: string,
  [line, column]: readonly [number, number],
  holds: (order: number) => boolean,
): Declared {
  const call = at(`${line}:${column}-${column + 31}`);
  const left = at(`${line}:${column + 20}-${column + 24}`, T);
  const right = at(`${line}:${column + 26}-${column + 30}`, T);
  return traced(name, 'arr1 arr2', (machine, args) => {
    const lists = [passed(args.at(0), left), passed(args.at(1), right)] as const;
    return holds(within(machine, [call], () => compareLists(machine, ...lists)));
  });
}

const STEP = 'function <f>';
const UNIQ = {
  fold: tailAt('1487:5-26'),
  list: at('1487:18-21', T),
  last: at('1483:15-41', STEP),
  lastElement: at('1483:20-40', laterIn(STEP)),
  next: at('1483:45-52', STEP),
  nextElement: at('1483:50-51', laterIn(STEP)),
  equal: at('1483:15-52', STEP),
  first: at('1482:10-11', laterIn(STEP)),
  kept: at('1486:14-15', laterIn(STEP)),
};

function uniq(machine: Machine, lazy: Lazy, key: Lazy): Value {
  const list = through(machine, lazy, [UNIQ.fold, UNIQ.list]);
  if (!(list instanceof JsonnetArray) && typeof list !== 'string')
    throw machine.fault(`foldl second parameter should be string or array, got ${typeOf(list)}`, UNIQ.fold);
  const elements: readonly Lazy[] = typeof list === 'string' ? characters(list) : list.elements;
  const kept: Lazy[] = [];
  for (const element of elements) {
    machine.make(LAZY_SIZE);
    const previous = kept.at(-1);
    if (previous === undefined) kept.push(passed(element, UNIQ.first));
    else if (within(machine, [UNIQ.fold], () => !isSame(machine, { previous, element, key })))
      kept.push(passed(element, UNIQ.kept));
  }
  return arrayOf(machine, kept);
}

interface Neighbours {
  readonly previous: Lazy;
  readonly element: Lazy;
  readonly key: Lazy;
}

function isSame(machine: Machine, { previous, element, key }: Neighbours): boolean {
  const keyOf = expectFunction(machine, force(key, machine, at('1483:15-19', STEP)), UNIQ.last);
  const left = callWith(machine, keyOf, [passed(previous, UNIQ.lastElement)], UNIQ.last);
  const right = callWith(machine, keyOf, [passed(element, UNIQ.nextElement)], UNIQ.next);
  return equalValues(machine, left, right, UNIQ.equal);
}

const SET = {
  uniq: tailAt('1490:5-40'),
  sort: at('1490:14-33', T),
  list: at('1490:23-26', TT),
  key: at('1490:28-32', TT),
  keyAgain: at('1490:35-39', T),
};

function set(machine: Machine, args: Lazies): Value {
  const sorted = computed((running) => {
    const list = force(passed(args.at(0), SET.list), running, SET.sort);
    const key = force(passed(args.at(1), SET.key), running, SET.sort);
    return sort({ machine: running, site: SET.sort }, new Values([list, key]));
  });
  return within(machine, [SET.uniq], () => uniq(machine, sorted, passed(args.at(1), SET.keyAgain)));
}

const MEMBER = {
  length: at('1494:5-45'),
  inter: at('1494:16-44', T),
  wanted: at('1494:30-31', TTT),
  list: at('1494:34-37', TT),
  key: at('1494:39-43', TT),
};

function setMember(machine: Machine, args: Lazies): Value {
  const wanted = new JsonnetArray([passed(args.at(0), MEMBER.wanted)]);
  const found = within(machine, [MEMBER.length, MEMBER.inter], () =>
    combine(machine, [wanted, passed(args.at(1), MEMBER.list), passed(args.at(2), MEMBER.key)], INTER),
  );
  return lengthOf(machine, found, MEMBER.length) > 0;
}

const AUX = 'function <aux>';
const [AK, BK] = [boundIn('ak', AUX), boundIn('bk', AUX)];

interface Combination {
  /** Which elements the result has: those of one set only, of both, of the other only. */
  readonly takes: { readonly left: boolean; readonly both: boolean; readonly right: boolean };
  readonly call: Site;
  /** Whether the first step takes the place of the function's own call. */
  readonly isTail: boolean;
  readonly left: readonly Site[];
  readonly right: readonly Site[];
  readonly lengths: readonly [Site, Site];
  /** Where what is left of a side is sliced off. */
  readonly rest: readonly [Site, Site];
  /** For a key of each side: calls on the way there, its function, its call, and its element. */
  readonly keys: readonly [readonly Site[], readonly Site[]];
  readonly equal: Site;
  readonly less: Site;
  /** Steps after equal elements, a lesser left one, a lesser right one. */
  readonly steps: { readonly both: Site; readonly left: Site; readonly right: Site };
  /** Where an element of the result stands that a step took. */
  readonly taken: { readonly both: Site; readonly left: Site; readonly right: Site };
}

const later = laterIn(AUX);
const LATER_TWICE = laterIn(later);
/** An element of what is left at the end, which is sliced off. */
const REST = at('243:22-42', laterIn(laterIn('function <build>')));

const UNION: Combination = {
  takes: { left: true, both: true, right: true },
  call: tailAt('1512:5-24'),
  isTail: false,
  left: [at('1499:15-28', AUX), at('1499:26-27', later), at('1512:9-10', T)],
  right: [at('1501:20-33', AUX), at('1501:31-32', later), at('1512:12-13', T)],
  lengths: [at('1499:15-28', AUX), at('1501:20-33', AUX)],
  rest: [at('1502:15-20', ''), at('1500:15-20', '')],
  keys: [
    [at('1506:12-14', AUX), at('1504:20-24', AK), at('1504:20-30', AK), at('1504:25-29', laterIn(AK))],
    [at('1506:18-20', AUX), at('1505:20-24', BK), at('1505:20-30', BK), at('1505:25-29', laterIn(BK))],
  ],
  equal: at('1506:12-20', AUX),
  less: at('1508:17-24', AUX),
  steps: { both: at('1507:11-48', AUX), left: at('1509:11-44', AUX), right: at('1511:11-44', AUX) },
  taken: {
    both: at('1507:42-46', LATER_TWICE),
    left: at('1509:38-42', LATER_TWICE),
    right: at('1511:38-42', LATER_TWICE),
  },
};

const INTER: Combination = {
  takes: { left: false, both: true, right: false },
  call: tailAt('1525:5-24'),
  isTail: true,
  left: [tailAt('1525:5-24'), at('1525:9-10', T)],
  right: [tailAt('1525:5-24'), at('1525:12-13', T)],
  lengths: [at('1516:15-28', AUX), at('1516:37-50', AUX)],
  rest: [NOWHERE, NOWHERE],
  keys: [
    [at('1519:12-16', AUX), at('1519:12-22', AUX), at('1519:17-21', later)],
    [at('1519:26-30', AUX), at('1519:26-36', AUX), at('1519:31-35', later)],
  ],
  equal: at('1519:12-36', AUX),
  less: at('1521:17-40', AUX),
  steps: { both: at('1520:11-48', AUX), left: at('1522:11-35', AUX), right: at('1524:11-35', AUX) },
  taken: { both: at('1520:42-46', LATER_TWICE), left: NOWHERE, right: NOWHERE },
};

const DIFF: Combination = {
  takes: { left: true, both: false, right: false },
  call: tailAt('1540:5-24'),
  isTail: true,
  left: [tailAt('1540:5-24'), at('1540:9-10', T)],
  right: [tailAt('1540:5-24'), at('1540:12-13', T)],
  lengths: [at('1529:15-28', AUX), at('1531:20-33', AUX)],
  rest: [at('1532:15-20', ''), NOWHERE],
  keys: [
    [at('1534:12-16', AUX), at('1534:12-22', AUX), at('1534:17-21', later)],
    [at('1534:26-30', AUX), at('1534:26-36', AUX), at('1534:31-35', later)],
  ],
  equal: at('1534:12-36', AUX),
  less: at('1536:17-40', AUX),
  steps: { both: at('1535:11-39', AUX), left: at('1537:11-44', AUX), right: at('1539:11-35', AUX) },
  taken: { both: NOWHERE, left: at('1537:38-42', LATER_TWICE), right: NOWHERE },
};

/** Goes through two sorted arrays at once. Strings, objects and functions have a length too; what is in them shows when it is asked for. */
function combine(machine: Machine, [a, b, key]: readonly [Lazy, Lazy, Lazy], places: Combination): Value {
  const { takes, isTail } = places;
  const own = isTail ? [] : [places.call];
  const left = through(machine, a, [...own, ...places.left]);
  // A step that takes the place of the call has both sides first.
  const strict = isTail ? through(machine, b, places.right) : undefined;
  const leftLength = within(machine, [places.call], () => lengthOf(machine, left, places.lengths[0]));
  const isEmpty = leftLength === 0;
  // The right side's length is asked for only when there is something on the left.
  const lazyRight = () => (isEmpty ? force(b, machine, places.call) : through(machine, b, [...own, ...places.right]));
  const right = strict === undefined ? lazyRight() : strict;
  const rightLength = isEmpty ? 0 : within(machine, [places.call], () => lengthOf(machine, right, places.lengths[1]));
  const keyOf = (side: 0 | 1, whole: Value, index: number) =>
    keyAt(machine, { whole, index, key, sites: places.keys[side] });
  const taken: Lazy[] = [];
  let calls: readonly Site[] = [places.call];
  let [i, j] = [0, 0];
  while (i < leftLength && j < rightLength) {
    const order = within(machine, calls, () => {
      const [x, y] = [keyOf(0, left, i), keyOf(1, right, j)];
      if (equalValues(machine, x, y, places.equal)) return 0;
      return compareValues(machine, x, y, places.less) < 0 ? -1 : 1;
    });
    const step = order === 0 ? 'both' : order < 0 ? 'left' : 'right';
    if (takes[step]) machine.make(LAZY_SIZE);
    if (takes[step])
      taken.push(step === 'right' ? elementAt(right, j, places.taken[step]) : elementAt(left, i, places.taken[step]));
    calls = [...own, places.steps[step]];
    if (step !== 'right') i += 1;
    if (step !== 'left') j += 1;
  }
  const open = isTail ? [] : calls;
  if (i >= leftLength && takes.right)
    return extended(machine, taken, { whole: right, from: j, site: places.rest[1], open });
  if (i < leftLength && takes.left)
    return extended(machine, taken, { whole: left, from: i, site: places.rest[0], open });
  return arrayOf(machine, taken);
}

/** An element of an array, a character of a string, or the fault of asking for one. */
function elementAt(whole: Value, index: number, site: Site): Lazy {
  if (whole instanceof JsonnetArray) return passed(whole.elements[index] ?? null, site);
  return computed((machine) => indexValue(machine, whole, index, site));
}

interface Rest {
  readonly whole: Value;
  readonly from: number;
  /** Of the slice. */
  readonly site: Site;
  readonly open: readonly Site[];
}

/** What was taken and the rest of one side; with a string it becomes one. */
function extended(machine: Machine, taken: Lazy[], { whole, from, site, open }: Rest): Value {
  if (whole instanceof JsonnetArray) {
    machine.make(LAZY_SIZE * (whole.elements.length - from));
    for (const element of whole.elements.slice(from)) taken.push(passed(element, REST));
    return arrayOf(machine, taken);
  }
  return within(machine, [...open, site], () => {
    if (typeof whole !== 'string') throw notSliceable(machine, whole);
    const text = textOf(machine, arrayOf(machine, taken), site);
    return text + characters(whole).slice(from).join('');
  });
}

interface KeyAt {
  readonly whole: Value;
  readonly index: number;
  readonly key: Lazy;
  readonly sites: readonly Site[];
}

/** The last site is the element's, before it stand the call's and the one where its function is. */
function keyAt(machine: Machine, { whole, index, key, sites }: KeyAt): Value {
  const call = sites.at(-2);
  const place = sites.at(-1);
  const target = sites.at(-3);
  if (call === undefined || place === undefined || target === undefined) throw new Error('a key without its place');
  return within(machine, sites.slice(0, -3), () => {
    const keyOf = expectFunction(machine, force(key, machine, target), call);
    return callWith(machine, keyOf, [elementAt(whole, index, place)], call);
  });
}
