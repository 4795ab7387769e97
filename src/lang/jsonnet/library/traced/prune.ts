/** `std.prune`: without what is null or empty, at every level. */
import type { Machine } from '../../runtime/machine.ts';
import { JsonnetObject, objectOf } from '../../runtime/object.ts';
import type { Lazy } from '../../runtime/thunk.ts';
import { JsonnetArray, type Value } from '../../runtime/value.ts';
import { arrayOf, makeObject } from '../native.ts';
import { at, computed, passed, T, TT, tailAt, testSites, through, within } from './places.ts';

const CONTENT = at('1636:10-11', 'function <isContent>');
const ARRAY = {
  test: testSites('array', at('1644:8-22'), at('1644:20-21', T)),
  calls: [tailAt('1645:7-57', ''), at('1645:35-56'), CONTENT, at('1645:45-55', T)],
  element: at('1645:53-54', TT),
};
const OBJECT = {
  test: testSites('object', at('1646:13-28'), at('1646:26-27', T)),
  calls: [
    tailAt('(1646:34)-(1650:6)', ''),
    tailAt('(1646:34)-(1650:6)', ''),
    at('1649:10-36'),
    CONTENT,
    at('1649:20-35', T),
  ],
  field: at('1649:30-34', TT),
};

export function prune(machine: Machine, lazy: Lazy): Value {
  const value = through(machine, lazy, ARRAY.test);
  if (value instanceof JsonnetArray) {
    const kept = value.elements
      .map((element) => within(machine, ARRAY.calls, () => prune(machine, passed(element, ARRAY.element))))
      .filter(isContent);
    return arrayOf(machine, kept);
  }
  if (!(value instanceof JsonnetObject)) return value;
  const fields = value.fieldNames(false).map((name) => {
    const field = computed((running) => value.get(name, { machine: running, site: OBJECT.field }));
    return [name, within(machine, OBJECT.calls, () => prune(machine, field))] as const;
  });
  makeObject(machine, fields.length);
  return objectOf(fields.filter(([, field]) => isContent(field)));
}

function isContent(value: Value): boolean {
  if (value instanceof JsonnetArray) return value.elements.length > 0;
  if (value instanceof JsonnetObject) return value.fieldNames(false).length > 0;
  return value !== null;
}
