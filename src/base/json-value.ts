/**
 * JSON as it travels through the whole program: deeply readonly, never mutated. Integers beyond 2^53 are `bigint`, so
 * that no digit is lost. Keys that users choose are read with `Object.hasOwn` only.
 */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json | undefined;
}

/** A JSON object (not null, not a list). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A JSON list. `Array.isArray` alone does not narrow a readonly list. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The member that the object itself has under this key; never one of a prototype. */
export function member(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

/** Follows keys (and list indexes as numbers) from a value; undefined where the way ends. */
export function memberAt(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let here = value;
  for (const step of path) {
    here = typeof step === 'number' ? (isList(here) ? here[step] : undefined) : member(here, step);
  }
  return here;
}

/** The text at a path, or undefined where there is none or it is no text. */
export function textAt(value: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
  const found = memberAt(value, ...path);
  return typeof found === 'string' ? found : undefined;
}
