/** `std.length` inside other functions of the library. */
import { JsonnetFunction } from '../../runtime/function.ts';
import type { Machine } from '../../runtime/machine.ts';
import { JsonnetObject } from '../../runtime/object.ts';
import type { Site } from '../../runtime/site.ts';
import { textLength } from '../../runtime/text.ts';
import { JsonnetArray, typeOf, type Value } from '../../runtime/value.ts';

/** Of strings, arrays, objects and functions; faults for others. */
export function lengthOf(machine: Machine, value: Value, site: Site): number {
  if (typeof value === 'string') {
    machine.scan(value);
    return textLength(value);
  }
  if (value instanceof JsonnetArray) return value.elements.length;
  if (value instanceof JsonnetObject) return value.fieldNames(false).length;
  if (value instanceof JsonnetFunction) return value.requiredParameters;
  throw machine.fault(`Unexpected type ${typeOf(value)}`, site);
}
