/** Functions of arrays. */
import { callWith } from '../../runtime/call.ts';
import { equalValues } from '../../runtime/compare.ts';
import { expectArray, expectInteger } from '../../runtime/expect.ts';
import type { Machine } from '../../runtime/machine.ts';
import { quoteText, textOf } from '../../runtime/manifest.ts';
import { add } from '../../runtime/operators.ts';
import { NOWHERE, type Site } from '../../runtime/site.ts';
import { characters } from '../../runtime/text.ts';
import { force, type Lazy } from '../../runtime/thunk.ts';
import { isFunction, JsonnetArray, typeOf, type Value } from '../../runtime/value.ts';
import { arrayOf, type Declared, type Lazies, lazyArrayOf, traced, Values } from '../native.ts';
import { filter } from '../strict-arrays.ts';
import { modAt } from './format.ts';
import { at, boundIn, computed, F, laterIn, passed, T, TT, tailAt, testSites, through, within } from './places.ts';

export const ARRAYS: readonly Declared[] = [
  traced('map', 'func arr', (machine, args) => map(machine, args.at(0), args.at(1))),
  traced('mapWithIndex', 'func arr', mapWithIndex),
  traced('filterMap', 'filter_func map_func arr', filterMap),
  traced('flattenArrays', 'arrs', (machine, args) => flattenArrays(machine, args.at(0))),
  traced('flattenDeepArray', 'value', (machine, args) => flattenDeep(machine, args.at(0))),
  traced('repeat', 'what count', repeat),
  traced('count', 'arr x', count),
  traced('find', 'value arr', find),
  traced('all', 'arr', (machine, args) => quantify(machine, args.at(0), ALL)),
  traced('any', 'arr', (machine, args) => quantify(machine, args.at(0), ANY)),
  traced('assertEqual', 'a b', assertEqual),
];

const MAP = {
  function: testSites('function', at('275:9-29'), at('275:24-28', T)),
  functionFault: at('276:7-76'),
  array: testSites('array', at('277:14-30'), at('277:26-29', T)),
  arrayFault: at('278:7-82'),
  call: at('280:50-62'),
  element: at('280:55-61', T),
};

/** Elements are computed when they are asked for. */
function map(machine: Machine, over: Lazy, list: Lazy): Value {
  const each = through(machine, over, MAP.function);
  if (!isFunction(each))
    throw machine.fault(`std.map first param must be function, got ${typeOf(each)}`, MAP.functionFault);
  const elements = elementsOf(through(machine, list, MAP.array));
  if (elements.kind === 'other')
    throw machine.fault(`std.map second param must be array / string, got ${elements.type}`, MAP.arrayFault);
  return mapped(machine, elements.list, (running, element) =>
    callWith(running, each, [passed(element, MAP.element)], MAP.call),
  );
}

function mapped(
  machine: Machine,
  elements: readonly Lazy[],
  compute: (machine: Machine, element: Lazy, index: number) => Value,
): Value {
  return lazyArrayOf(machine, elements.length, (index) =>
    computed((running) => within(running, [NOWHERE], () => compute(running, elements[index] ?? null, index))),
  );
}

type Elements =
  | { readonly kind: 'list'; readonly list: readonly Lazy[] }
  | { readonly kind: 'other'; readonly type: string };

function elementsOf(value: Value): Elements {
  if (value instanceof JsonnetArray) return { kind: 'list', list: value.elements };
  return typeof value === 'string' ? { kind: 'list', list: characters(value) } : { kind: 'other', type: typeOf(value) };
}

const MAP_INDEX = {
  function: testSites('function', at('283:9-29'), at('283:24-28', T)),
  functionFault: at('284:7-85'),
  array: testSites('array', at('285:14-30'), at('285:26-29', T)),
  arrayFault: at('286:7-82'),
  call: at('288:50-65'),
  element: at('288:58-64', T),
};

function mapWithIndex(machine: Machine, args: Lazies): Value {
  const each = through(machine, args.at(0), MAP_INDEX.function);
  if (!isFunction(each))
    throw machine.fault(`std.mapWithIndex first param must be function, got ${typeOf(each)}`, MAP_INDEX.functionFault);
  const elements = elementsOf(through(machine, args.at(1), MAP_INDEX.array));
  if (elements.kind === 'other')
    throw machine.fault(`std.mapWithIndex second param must be array, got ${elements.type}`, MAP_INDEX.arrayFault);
  return mapped(machine, elements.list, (running, element, index) =>
    callWith(running, each, [index, passed(element, MAP_INDEX.element)], MAP_INDEX.call),
  );
}

const FILTER_MAP = {
  filter: testSites('function', at('844:9-36'), at('844:24-35', T)),
  filterFault: at('845:7-89'),
  map: testSites('function', at('846:14-38'), at('846:29-37', T)),
  mapFault: at('847:7-87'),
  array: testSites('array', at('848:14-30'), at('848:26-29', T)),
  arrayFault: at('849:7-78'),
  call: tailAt('851:7-54'),
  filtered: at('851:25-53', T),
};

function filterMap(machine: Machine, args: Lazies): Value {
  const test = through(machine, args.at(0), FILTER_MAP.filter);
  if (!isFunction(test))
    throw machine.fault(`std.filterMap first param must be function, got ${typeOf(test)}`, FILTER_MAP.filterFault);
  const each = through(machine, args.at(1), FILTER_MAP.map);
  if (!isFunction(each))
    throw machine.fault(`std.filterMap second param must be function, got ${typeOf(each)}`, FILTER_MAP.mapFault);
  const list = through(machine, args.at(2), FILTER_MAP.array);
  if (!(list instanceof JsonnetArray))
    throw machine.fault(`std.filterMap third param must be array, got ${typeOf(list)}`, FILTER_MAP.arrayFault);
  const filtered = computed((running) =>
    filter({ machine: running, site: FILTER_MAP.filtered }, new Values([test, list])),
  );
  return within(machine, [FILTER_MAP.call], () => map(machine, each, filtered));
}

const FLATTEN = { fold: tailAt('901:5-46'), list: at('901:37-41', T), sum: at('901:30-35') };

/** The sum of all elements, beginning with an empty array. */
function flattenArrays(machine: Machine, lazy: Lazy): Value {
  const value = through(machine, lazy, [FLATTEN.fold, FLATTEN.list]);
  const elements = elementsOf(value);
  if (elements.kind === 'other')
    throw machine.fault(`foldl second parameter should be string or array, got ${elements.type}`, FLATTEN.fold);
  const sites = [FLATTEN.fold, at('901:34-35')];
  const all: Lazy[] = [];
  let other: Value | undefined;
  for (const element of elements.list) {
    const piece = through(machine, element, sites);
    if (other === undefined && piece instanceof JsonnetArray) {
      machine.make(1 + piece.elements.length);
      for (const one of piece.elements) all.push(one);
    } else
      other = within(machine, [FLATTEN.fold], () => add(machine, other ?? new JsonnetArray(all), piece, FLATTEN.sum));
  }
  return other ?? new JsonnetArray(all);
}

const DEEP = {
  test: testSites('array', at('904:8-26'), at('904:20-25', T)),
  outer: tailAt('905:7-58', ''),
  call: at('905:34-57'),
  element: at('905:55-56', T),
};

function flattenDeep(machine: Machine, lazy: Lazy): Value {
  const value = through(machine, lazy, DEEP.test);
  if (!(value instanceof JsonnetArray)) return arrayOf(machine, [value]);
  const all: Lazy[] = [];
  for (const element of value.elements) {
    const inner = within(machine, [DEEP.outer, DEEP.outer, DEEP.call], () =>
      flattenDeep(machine, passed(element, DEEP.element)),
    );
    for (const one of expectArray(machine, inner, DEEP.call).elements) all.push(one);
  }
  return arrayOf(machine, all);
}

const JOINER = boundIn('joiner', F);
const REPEAT = {
  join: tailAt('204:5-61'),
  joiner: at('204:14-20', T),
  text: testSites('string', at('201:10-28', JOINER), at('201:23-27', laterIn(JOINER))),
  fault: at('203:12-74', JOINER),
  make: at('204:22-60', T),
  count: at('204:36-41', TT),
};

function repeat(machine: Machine, args: Lazies): Value {
  const outer = [REPEAT.join, REPEAT.joiner];
  const what = through(machine, args.at(0), [...outer, ...REPEAT.text]);
  if (typeof what !== 'string' && !(what instanceof JsonnetArray))
    return within(machine, outer, () => {
      throw machine.fault('std.repeat first argument must be an array or a string', REPEAT.fault);
    });
  const times = through(machine, args.at(1), [REPEAT.join, REPEAT.make, REPEAT.count]);
  const count = within(machine, [REPEAT.join], () => Math.max(0, expectInteger(machine, times, REPEAT.make)));
  if (typeof what === 'string') {
    machine.make(count * (1 + what.length / 3));
    return what.repeat(count);
  }
  machine.make(count * what.elements.length + count);
  return new JsonnetArray(Array.from({ length: count }, () => what.elements).flat());
}

const COUNT = {
  length: tailAt('255:19-66'),
  filter: at('255:30-65', T),
  list: at('255:61-64', TT),
  equal: at('255:53-59'),
  element: at('255:53-54'),
  wanted: at('255:58-59'),
};

function count(machine: Machine, args: Lazies): Value {
  const list = through(machine, args.at(0), [COUNT.length, COUNT.filter, COUNT.list]);
  return within(machine, [COUNT.length], () => {
    const { elements } = expectArray(machine, list, COUNT.filter);
    return within(machine, [COUNT.filter], () => {
      machine.work(elements.length);
      const isWanted = (element: Lazy) => {
        const value = force(element, machine, COUNT.element);
        return equalValues(machine, value, force(args.at(1), machine, COUNT.wanted), COUNT.equal);
      };
      return elements.filter(isWanted).length;
    });
  });
}

const FIND = {
  test: testSites('array', at('1667:9-25'), at('1667:21-24', T)),
  fault: at('1668:7-77'),
  filter: tailAt('1670:7-81'),
  element: at('1670:30-36'),
  wanted: at('1670:40-45'),
  equal: at('1670:30-45'),
};

function find(machine: Machine, args: Lazies): Value {
  const list = through(machine, args.at(1), FIND.test);
  if (!(list instanceof JsonnetArray))
    throw machine.fault(`find second parameter should be an array, got ${typeOf(list)}`, FIND.fault);
  machine.work(list.elements.length);
  const found = within(machine, [FIND.filter], () =>
    list.elements.flatMap((element, index) => {
      const value = force(element, machine, FIND.element);
      const wanted = force(args.at(0), machine, FIND.wanted);
      return equalValues(machine, value, wanted, FIND.equal) ? [index] : [];
    }),
  );
  return arrayOf(machine, found);
}

interface Quantifier {
  readonly name: 'all' | 'any';
  readonly test: readonly Site[];
  readonly fault: Site;
  readonly first: Site;
  readonly further: Site;
  readonly element: readonly Site[];
  readonly elementFault: Site;
  readonly message: Site;
}

const AUX = 'function <aux>';
const ELEMENT = boundIn('e', AUX);

const ALL: Quantifier = {
  name: 'all',
  test: testSites('array', at('1673:12-28'), at('1673:24-27', T)),
  fault: at('(1673:5)-(1685:11)', ''),
  first: tailAt('1685:5-11'),
  further: at('1684:11-23', AUX),
  element: [...testSites('boolean', at('1680:16-32', AUX), at('1680:30-31', laterIn(AUX))), at('1679:19-27', ELEMENT)],
  elementFault: at('(1680:9)-(1684:23)', ''),
  message: at('1680:35-96', ''),
};

const ANY: Quantifier = {
  name: 'any',
  test: testSites('array', at('1688:12-28'), at('1688:24-27', T)),
  fault: at('(1688:5)-(1700:11)', ''),
  first: tailAt('1700:5-11'),
  further: at('1699:11-23', AUX),
  element: [...testSites('boolean', at('1695:16-32', AUX), at('1695:30-31', laterIn(AUX))), at('1694:19-27', ELEMENT)],
  elementFault: at('(1695:9)-(1699:23)', ''),
  message: at('1695:35-96', ''),
};

/** Stops at the first element that decides. */
function quantify(machine: Machine, lazy: Lazy, places: Quantifier): Value {
  const { name, first, further, element: sites, elementFault } = places;
  const list = through(machine, lazy, places.test);
  if (!(list instanceof JsonnetArray))
    throw machine.fault(`${name}() parameter should be an array, got ${typeOf(list)}`, places.fault);
  const isDecisive = name === 'any';
  for (const [index, element] of list.elements.entries()) {
    machine.work(1);
    const calls = index === 0 ? [first] : [first, further];
    const value = through(machine, element, [...calls, ...sites]);
    if (value === isDecisive) return isDecisive;
    if (typeof value === 'boolean') continue;
    return within(machine, calls, () => {
      const text = 'element "%s" of type %s is not a boolean';
      throw machine.fault(modAt(machine, places.message, [text, value, typeOf(value)]), elementFault);
    });
  }
  return !isDecisive;
}

const EQUAL = {
  a: at('858:8-9'),
  b: at('858:13-14'),
  test: at('858:8-14'),
  fault: at('861:7-56'),
  left: at('861:13-40'),
  right: at('861:13-56'),
};

function assertEqual(machine: Machine, args: Lazies): Value {
  const left = force(args.at(0), machine, EQUAL.a);
  const right = force(args.at(1), machine, EQUAL.b);
  if (equalValues(machine, left, right, EQUAL.test)) return true;
  const shown = (value: Value, site: Site) =>
    typeof value === 'string' ? quoteText(value) : textOf(machine, value, site);
  throw machine.fault(`Assertion failed. ${shown(left, EQUAL.left)} != ${shown(right, EQUAL.right)}`, EQUAL.fault);
}
