/** `std.mergePatch`: JSON merge patch, RFC 7396. */

import { sortedTexts } from '../../../../base/json/byte-order.ts';
import type { Machine } from '../../runtime/machine.ts';
import { JsonnetObject } from '../../runtime/object.ts';
import { force, type Lazy, Thunk } from '../../runtime/thunk.ts';
import type { Value } from '../../runtime/value.ts';
import { OBJECT, objectWith } from './object-with.ts';
import {
  at,
  boundIn,
  computed,
  F,
  laterIn,
  T,
  tailAt,
  testSites,
  through,
  within,
  withinTailstrict,
} from './places.ts';

const [NULLS, BOTH, FIELDS, TARGET] = ['null_fields', 'both_fields', 'target_fields', 'target_object'].map((name) =>
  boundIn(name, F),
) as [string, string, string, string];
const WHOLE = tailAt('(1553:7)-(1562:8)', '');
const DIFF = [WHOLE, WHOLE, at('1561:18-55')];
const PATCH = testSites('object', at('1543:8-27'), at('1543:21-26', T));
/** Where the fields of the patch are looked at for nulls. */
const LOOK = [...DIFF, tailAt('1540:5-24'), at('1540:12-13', T), at('1561:43-54', T), at('1550:27-83', '')];
const LOOKED = at('1550:66-74', NULLS);
const TARGET_SITES = [
  ...DIFF,
  ...[tailAt('1540:5-24'), at('1540:9-10', T), at('1561:30-41', T), at('1551:27-79', BOTH), tailAt('1512:5-24')],
  ...[at('1499:15-28', 'function <aux>'), at('1499:26-27', laterIn('function <aux>')), at('1512:9-10', T)],
  ...[
    at('1551:40-53', laterIn(BOTH)),
    ...testSites('object', at('1548:12-39', FIELDS), at('1548:25-38', laterIn(FIELDS))),
  ],
  ...testSites('object', at('1545:12-32', TARGET), at('1545:25-31', laterIn(TARGET))),
];
const KEPT = at('1556:13-29', OBJECT);
const NEW = { call: at('1558:13-43', OBJECT), value: at('1558:34-42', laterIn(OBJECT)) };
const CHANGED = {
  call: at('1560:13-55', OBJECT),
  target: at('1560:28-44', laterIn(OBJECT)),
  value: at('1560:46-54', laterIn(OBJECT)),
};

/** Null in the patch removes a field; objects are merged; all else replaces. */
export function mergePatch(machine: Machine, target: Lazy, patch: Lazy): Value {
  const changes = through(machine, patch, PATCH);
  if (!(changes instanceof JsonnetObject)) return changes;
  const given = through(machine, target, TARGET_SITES);
  const before = given instanceof JsonnetObject ? given : objectWith(machine, []);
  const removed = new Set(
    within(machine, LOOK, () =>
      changes.fieldNames(false).filter((name) => changes.get(name, { machine, site: LOOKED }) === null),
    ),
  );
  const names = sortedTexts(new Set([...before.fieldNames(false), ...changes.fieldNames(false)]));
  const isShown = (object: JsonnetObject, name: string) => (object.allFields().get(name) ?? 'hidden') !== 'hidden';
  const fieldOf = (name: string) => (running: Machine) => {
    if (!isShown(changes, name)) return before.get(name, { machine: running, site: KEPT });
    const isNew = !isShown(before, name);
    const { call, value } = isNew ? NEW : CHANGED;
    const old = isNew ? null : computed((inner) => before.get(name, { machine: inner, site: CHANGED.target }));
    const change = computed((inner) => changes.get(name, { machine: inner, site: value }));
    // The arguments of a tailstrict call come first.
    if (old instanceof Thunk) force(old, running, call);
    force(change, running, call);
    return withinTailstrict(running, call, () => mergePatch(running, old, change));
  };
  return objectWith(
    machine,
    names.filter((name) => !removed.has(name)).map((name) => [name, fieldOf(name)] as const),
  );
}
