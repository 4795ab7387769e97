/** Values of one type, or the fault that another one is. */
import { floatText } from '../../go-value/text/format-float.ts';
import { JsonnetFunction } from './function.ts';
import type { Machine } from './machine.ts';
import { JsonnetObject } from './object.ts';
import type { Site } from './site.ts';
import { JsonnetArray, type TypeName, typeOf, type Value } from './value.ts';

function wrongType(
  machine: Machine,
  value: Value,
  { wanted, site }: { readonly wanted: TypeName; readonly site: Site },
): Error {
  return machine.fault(`Unexpected type ${typeOf(value)}, expected ${wanted}`, site);
}

export function expectNumber(machine: Machine, value: Value, site: Site): number {
  if (typeof value === 'number') return value;
  throw wrongType(machine, value, { wanted: 'number', site });
}

export function expectString(machine: Machine, value: Value, site: Site): string {
  if (typeof value === 'string') return value;
  throw wrongType(machine, value, { wanted: 'string', site });
}

export function expectBoolean(machine: Machine, value: Value, site: Site): boolean {
  if (typeof value === 'boolean') return value;
  throw wrongType(machine, value, { wanted: 'boolean', site });
}

export function expectArray(machine: Machine, value: Value, site: Site): JsonnetArray {
  if (value instanceof JsonnetArray) return value;
  throw wrongType(machine, value, { wanted: 'array', site });
}

export function expectObject(machine: Machine, value: Value, site: Site): JsonnetObject {
  if (value instanceof JsonnetObject) return value;
  throw wrongType(machine, value, { wanted: 'object', site });
}

export function expectFunction(machine: Machine, value: Value, site: Site): JsonnetFunction {
  if (value instanceof JsonnetFunction) return value;
  throw wrongType(machine, value, { wanted: 'function', site });
}

/** Whole numbers of 32 bits. */
export function expectInteger(machine: Machine, value: Value, site: Site): number {
  const number = expectNumber(machine, value, site);
  if ((number | 0) === number) return number;
  throw machine.fault(`Expected an integer, but got ${floatText(number)}`, site);
}

/** A result of arithmetic; what is no finite number is a fault. */
export function finite(machine: Machine, value: number, site: Site): number {
  if (Number.isFinite(value)) return value;
  throw machine.fault(Number.isNaN(value) ? 'Not a number' : 'Overflow', site);
}
