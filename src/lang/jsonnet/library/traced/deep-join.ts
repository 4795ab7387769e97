/** `std.deepJoin`. */
import type { Machine } from '../../runtime/machine.ts';
import type { Lazy } from '../../runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from '../../runtime/value.ts';
import { at, passed, T, TT, TTT, tailAt, testSites, through, within } from './places.ts';

const DEEP = {
  text: testSites('string', at('342:8-25'), at('342:21-24', T)),
  join: tailAt('345:7-51'),
  call: at('345:21-36', TT),
  element: at('345:34-35', TTT),
  fault: at('347:7-63'),
};

/** All strings of an array of arrays, one after the other. */
export function deepJoin(machine: Machine, lazy: Lazy): Value {
  const value = through(machine, lazy, DEEP.text);
  if (typeof value === 'string') return value;
  if (!(value instanceof JsonnetArray))
    throw machine.fault(`Expected string or array, got ${typeOf(value)}`, DEEP.fault);
  const pieces = value.elements.map((element) =>
    within(machine, [DEEP.join, DEEP.call], () => deepJoin(machine, passed(element, DEEP.element))),
  );
  const text = pieces.join('');
  machine.makeText(text.length);
  return text;
}
