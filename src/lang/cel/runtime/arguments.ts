/** Arguments of functions by what they must be; anything else is no such overload. */
import { noSuchOverload } from './cel-fault.ts';
import { type CelList, type CelMap, isKind, type Opaque, type Value } from './values.ts';

export function textOf(value: Value | undefined): string {
  if (typeof value === 'string') return value;
  throw noSuchOverload();
}

export function intOf(value: Value | undefined): bigint {
  if (typeof value === 'bigint') return value;
  throw noSuchOverload();
}

export function doubleOf(value: Value | undefined): number {
  if (typeof value === 'number') return value;
  throw noSuchOverload();
}

export function boolOf(value: Value | undefined): boolean {
  if (typeof value === 'boolean') return value;
  throw noSuchOverload();
}

export function bytesOf(value: Value | undefined): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw noSuchOverload();
}

export function uintOf(value: Value | undefined): bigint {
  if (value !== undefined && isKind(value, 'uint')) return value.value;
  throw noSuchOverload();
}

export function listOf(value: Value | undefined): CelList {
  if (value !== undefined && isKind(value, 'list')) return value;
  throw noSuchOverload();
}

export function mapOf(value: Value | undefined): CelMap {
  if (value !== undefined && isKind(value, 'map')) return value;
  throw noSuchOverload();
}

/** Nanoseconds of a duration or of a timestamp. */
export function nanosOf(value: Value | undefined, kind: 'duration' | 'timestamp'): bigint {
  if (value !== undefined && isKind(value, kind)) return value.nanos;
  throw noSuchOverload();
}

/** What an opaque value of a type holds, where the guard knows it. */
export function heldOf<T>(value: Value | undefined, guard: (held: unknown) => held is T): T {
  if (value !== undefined && isKind(value, 'opaque') && guard(value.held)) return value.held;
  throw noSuchOverload();
}

export type { Opaque };
