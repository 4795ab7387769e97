import type { Machine } from '../../runtime/machine.ts';
import { type Field, JsonnetObject, Shape } from '../../runtime/object.ts';
import { WordSite } from '../../runtime/site.ts';
import type { Value } from '../../runtime/value.ts';
import { makeObject } from '../native.ts';

/** Inside an object literal of the library. */
export const OBJECT = 'object <anonymous>';

/** An object whose fields are computed when they are asked for. */
export function objectWith(
  maker: Machine,
  fields: readonly (readonly [string, (machine: Machine) => Value])[],
): JsonnetObject {
  makeObject(maker, 2 * fields.length);
  const map = new Map<string, Field>();
  for (const [name, compute] of fields) {
    const code = (_: unknown, machine: Machine) => compute(machine);
    map.set(name, { visibility: 'inherit', body: { kind: 'code', code, addsToSuper: false, place: NO_PLACE } });
  }
  return new JsonnetObject({ kind: 'layer', shape: new Shape(map), scope: undefined, asserts: [], locals: [] });
}

const NO_PLACE = new WordSite('');
