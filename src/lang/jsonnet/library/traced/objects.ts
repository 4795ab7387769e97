/** Functions of objects. */
import { callWith } from '../../runtime/call.ts';
import { expectBoolean, expectObject, expectString } from '../../runtime/expect.ts';
import type { Machine } from '../../runtime/machine.ts';
import { JsonnetObject } from '../../runtime/object.ts';
import type { Site } from '../../runtime/site.ts';
import { force, type Lazy } from '../../runtime/thunk.ts';
import { isFunction, typeOf, type Value } from '../../runtime/value.ts';
import { arrayOf, type Declared, type Lazies, lazyArrayOf, traced } from '../native.ts';
import { mergePatch } from './merge-patch.ts';
import { OBJECT, objectWith } from './object-with.ts';
import { at, computed, T, tailAt, testSites, through, within } from './places.ts';
import { prune } from './prune.ts';

interface FieldsPlaces {
  readonly call: Site;
  readonly variable: Site;
  readonly hidden: boolean;
}

const VISIBLE: FieldsPlaces = { call: tailAt('1570:5-33'), variable: at('1570:24-25', T), hidden: false };
const EVERY: FieldsPlaces = { call: tailAt('1573:5-32'), variable: at('1573:24-25', T), hidden: true };

export const OBJECTS: readonly Declared[] = [
  traced('objectFields', 'o', (machine, args) => names(machine, args.at(0), VISIBLE)),
  traced('objectFieldsAll', 'o', (machine, args) => names(machine, args.at(0), EVERY)),
  has('objectHas', {
    call: tailAt('1576:5-33'),
    object: at('1576:21-22', T),
    name: at('1576:24-25', T),
    hidden: false,
  }),
  has('objectHasAll', {
    call: tailAt('1579:5-32'),
    object: at('1579:21-22', T),
    name: at('1579:24-25', T),
    hidden: true,
  }),
  values('objectValues', {
    list: tailAt('1582:5-40', ''),
    fields: at('1582:20-39'),
    object: at('1582:37-38', T),
    value: at('1582:6-10', T),
    places: VISIBLE,
  }),
  values('objectValuesAll', {
    list: tailAt('1585:5-43', ''),
    fields: at('1585:20-42'),
    object: at('1585:40-41', T),
    value: at('1585:6-10', T),
    places: EVERY,
  }),
  keysValues('objectKeysValues', {
    list: tailAt('1588:5-59', ''),
    fields: at('1588:39-58'),
    object: at('1588:56-57', T),
    value: at('1588:23-27', OBJECT),
    places: VISIBLE,
  }),
  keysValues('objectKeysValuesAll', {
    list: tailAt('1591:5-62', ''),
    fields: at('1591:39-61'),
    object: at('1591:59-60', T),
    value: at('1591:23-27', OBJECT),
    places: EVERY,
  }),
  traced('get', 'o f default= inc_hidden=', get, { default: null, inc_hidden: true }),
  traced('mapWithKey', 'func obj', mapWithKey),
  traced('mergePatch', 'target patch', (machine, args) => mergePatch(machine, args.at(0), args.at(1))),
  traced('prune', 'a', (machine, args) => prune(machine, args.at(0))),
];

function names(machine: Machine, lazy: Lazy, { call, variable, hidden }: FieldsPlaces): Value {
  const object = expectObject(machine, through(machine, lazy, [call, variable]), call);
  return arrayOf(machine, object.fieldNames(hidden));
}

interface HasPlaces {
  readonly call: Site;
  readonly object: Site;
  readonly name: Site;
  readonly hidden: boolean;
}

function has(name: string, places: HasPlaces): Declared {
  return traced(name, 'o f', (machine, args) => {
    const value = through(machine, args.at(0), [places.call, places.object]);
    const wanted = through(machine, args.at(1), [places.call, places.name]);
    const object = expectObject(machine, value, places.call);
    const visibility = object.allFields().get(expectString(machine, wanted, places.call));
    return visibility !== undefined && (places.hidden || visibility !== 'hidden');
  });
}

interface ListPlaces {
  readonly list: Site;
  readonly fields: Site;
  readonly object: Site;
  readonly value: Site;
  readonly places: FieldsPlaces;
}

/** The object, asked for by way of `std.objectFields` within a comprehension. */
function listedObject(machine: Machine, lazy: Lazy, { list, fields, object, places }: ListPlaces): JsonnetObject {
  const calls = [list, fields];
  const value = through(machine, lazy, [...calls, places.call, places.variable, object]);
  return within(machine, calls, () => expectObject(machine, value, places.call));
}

function values(name: string, list: ListPlaces): Declared {
  return traced(name, 'o', (machine, args) => {
    const object = listedObject(machine, args.at(0), list);
    const names = object.fieldNames(list.places.hidden);
    return lazyArrayOf(machine, names.length, (index) =>
      computed((running) => object.get(names[index] ?? '', { machine: running, site: list.value })),
    );
  });
}

function keysValues(name: string, list: ListPlaces): Declared {
  return traced(name, 'o', (machine, args) => {
    const object = listedObject(machine, args.at(0), list);
    const elements = object.fieldNames(list.places.hidden).map((field) =>
      objectWith(machine, [
        ['key', () => field],
        ['value', (running) => object.get(field, { machine: running, site: list.value })],
      ]),
    );
    return arrayOf(machine, elements);
  });
}

const GET = {
  call: at('1567:8-41'),
  object: at('1567:24-25', T),
  name: at('1567:27-28', T),
  hidden: at('1567:30-40', T),
  index: at('1567:47-51'),
  fallback: at('1567:57-64'),
};

function get(machine: Machine, args: Lazies): Value {
  const value = through(machine, args.at(0), [GET.call, GET.object]);
  const wanted = through(machine, args.at(1), [GET.call, GET.name]);
  const withHidden = through(machine, args.at(3), [GET.call, GET.hidden]);
  const object = expectObject(machine, value, GET.call);
  const name = expectString(machine, wanted, GET.call);
  const all = expectBoolean(machine, withHidden, GET.call);
  const visibility = object.allFields().get(name);
  if (visibility === undefined || (!all && visibility === 'hidden')) return force(args.at(2), machine, GET.fallback);
  return object.get(name, { machine, site: GET.index });
}

const MAP = {
  function: testSites('function', at('291:9-29'), at('291:24-28', T)),
  functionFault: at('292:7-83'),
  object: testSites('object', at('293:14-31'), at('293:27-30', T)),
  objectFault: at('294:7-81'),
  call: at('296:14-29', OBJECT),
  value: at('296:22-28', `thunk from <${OBJECT}>`),
};

/** Fields are computed when they are asked for. */
function mapWithKey(machine: Machine, args: Lazies): Value {
  const each = through(machine, args.at(0), MAP.function);
  if (!isFunction(each))
    throw machine.fault(`std.mapWithKey first param must be function, got ${typeOf(each)}`, MAP.functionFault);
  const object = through(machine, args.at(1), MAP.object);
  if (!(object instanceof JsonnetObject))
    throw machine.fault(`std.mapWithKey second param must be object, got ${typeOf(object)}`, MAP.objectFault);
  const fields = object.fieldNames(false).map((name) => {
    const compute = (running: Machine) => {
      const value = computed((inner) => object.get(name, { machine: inner, site: MAP.value }));
      return callWith(running, each, [name, value], MAP.call);
    };
    return [name, compute] as const;
  });
  return objectWith(machine, fields);
}
