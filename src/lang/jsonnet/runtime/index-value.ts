/** `target[index]`. */
import { expectNumber, expectString } from './expect.ts';
import type { Machine } from './machine.ts';
import { JsonnetObject } from './object.ts';
import { int64 } from './operators.ts';
import type { Site } from './site.ts';
import { characterAt, textLength } from './text.ts';
import { force } from './thunk.ts';
import { JsonnetArray, typeOf, type Value } from './value.ts';

/** A field, an element or a character. Fractions of an index are cut off. */
export function indexValue(machine: Machine, target: Value, index: Value, site: Site): Value {
  if (target instanceof JsonnetObject) return target.get(expectString(machine, index, site), { machine, site });
  if (target instanceof JsonnetArray) {
    const at = expectNumber(machine, index, site);
    const element = target.elements[Math.trunc(at)];
    if (element !== undefined) return force(element, machine, site);
    throw outOfBounds(machine, { index: at, length: target.elements.length }, site);
  }
  if (typeof target === 'string') {
    const at = expectNumber(machine, index, site);
    machine.scan(target);
    const character = characterAt(target, Math.trunc(at));
    if (character !== undefined) return character;
    throw outOfBounds(machine, { index: at, length: textLength(target) }, site);
  }
  throw machine.fault(`Value non indexable: ${hostType(target)}`, site);
}

function outOfBounds(
  machine: Machine,
  { index, length }: { readonly index: number; readonly length: number },
  site: Site,
): Error {
  return machine.fault(`Index ${int64(index)} out of bounds, not within [0, ${length})`, site);
}

/** Values without parts have names of go-jsonnet's own here. */
function hostType(value: Value): string {
  const name = typeOf(value);
  return `*jsonnet.value${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
