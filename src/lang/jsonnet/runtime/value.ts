/** Values of the language. Null, booleans, numbers and strings are JavaScript's; strings hold no lone surrogates. */
import { JsonnetFunction } from './function.ts';
import { JsonnetObject } from './object.ts';
import type { Lazy } from './thunk.ts';

export type Value = null | boolean | number | string | JsonnetArray | JsonnetObject | JsonnetFunction;

export class JsonnetArray {
  readonly elements: readonly Lazy[];

  constructor(elements: readonly Lazy[]) {
    this.elements = elements;
  }
}

export type TypeName = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object' | 'function';

/** As `std.type` and messages name it. */
export function typeOf(value: Value): TypeName {
  if (value === null) return 'null';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  if (value instanceof JsonnetArray) return 'array';
  return value instanceof JsonnetObject ? 'object' : 'function';
}

export function isFunction(value: Value): value is JsonnetFunction {
  return value instanceof JsonnetFunction;
}
