/** Order and equality of values. */
import { compareBytes } from '../../../base/json/byte-order.ts';
import { expectArray, expectNumber, expectString } from './expect.ts';
import { JsonnetFunction } from './function.ts';
import type { Machine } from './machine.ts';
import { JsonnetObject } from './object.ts';
import type { Site } from './site.ts';
import { force } from './thunk.ts';
import { JsonnetArray, typeOf, type Value } from './value.ts';

/** Negative, zero or positive. Faults for types that have no order, and for two types. */
export function compareValues(machine: Machine, left: Value, right: Value, site: Site): number {
  if (typeof left === 'number') return Math.sign(left - expectNumber(machine, right, site));
  if (typeof left === 'string') {
    machine.read(left);
    return compareBytes(left, expectString(machine, right, site));
  }
  if (!(left instanceof JsonnetArray)) throw machine.fault(`Unexpected type ${typeOf(left)}`, site);
  const a = left.elements;
  const b = expectArray(machine, right, site).elements;
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    machine.work(1);
    const first = force(a[index] ?? null, machine, site);
    const second = force(b[index] ?? null, machine, site);
    const order = compareValues(machine, first, second, site);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Equality as `==` has it. Faults for functions. */
export function equalValues(machine: Machine, left: Value, right: Value, site: Site): boolean {
  if (left instanceof JsonnetArray) return right instanceof JsonnetArray && equalArrays(machine, left, right, site);
  if (left instanceof JsonnetObject) return right instanceof JsonnetObject && equalObjects(machine, left, right, site);
  if (left instanceof JsonnetFunction && right instanceof JsonnetFunction)
    throw machine.fault('Cannot test equality of functions', site);
  if (typeof left === 'string') machine.read(left);
  return left === right;
}

function equalArrays(machine: Machine, left: JsonnetArray, right: JsonnetArray, site: Site): boolean {
  if (left.elements.length !== right.elements.length) return false;
  return left.elements.every((element, index) => {
    machine.work(1);
    const first = force(element, machine, site);
    const second = force(right.elements[index] ?? null, machine, site);
    return equalValues(machine, first, second, site);
  });
}

function equalObjects(machine: Machine, left: JsonnetObject, right: JsonnetObject, site: Site): boolean {
  const names = left.fieldNames(false);
  const others = right.fieldNames(false);
  machine.work(1 + names.length);
  if (names.length !== others.length || names.some((name, index) => name !== others[index])) return false;
  return names.every((name) => {
    const first = left.get(name, { machine, site });
    const second = right.get(name, { machine, site });
    return equalValues(machine, first, second, site);
  });
}
