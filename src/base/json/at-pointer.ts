/** Reading and changing values at JSON pointers (RFC 6901). Nothing is mutated: a change copies the way to it only. */
import { isList, isObject, type Json, type JsonObject } from '../json-value.ts';
import { setOwn } from './own.ts';

const INDEX = /^(?:0|[1-9]\d*)$/;

/** The value at these steps, or undefined where the way ends. */
export function getAt(value: Json | undefined, steps: readonly string[]): Json | undefined {
  let here = value;
  for (const step of steps) {
    if (here === undefined) return undefined;
    here = child(here, step);
  }
  return here;
}

/**
 * The value with `replacement` at these steps. Missing objects on the way are made; a list takes an existing index, its
 * length, or `-` for the end. Where the way is blocked by a scalar or a bad index, the value is returned as it is.
 */
export function setAt(value: Json, steps: readonly string[], replacement: Json): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return replacement;
  if (isList(value)) {
    const index = step === '-' ? value.length : indexOf(step);
    if (index === undefined || index > value.length) return value;
    return value.toSpliced(index, 1, setAt(value[index] ?? {}, rest, replacement));
  }
  if (!isObject(value)) return value;
  const copy: Record<string, Json | undefined> = { ...value };
  const old = Object.hasOwn(value, step) ? value[step] : undefined;
  setOwn(copy, step, setAt(old ?? {}, rest, replacement));
  return copy;
}

/** The value without what is at these steps; the same value where nothing is there. No steps: undefined cannot be, so the value itself. */
export function removeAt(value: Json, steps: readonly string[]): Json {
  const [step, ...rest] = steps;
  if (step === undefined) return value;
  const old = child(value, step);
  if (old === undefined) return value;
  if (rest.length === 0) return without(value, step);
  const changed = removeAt(old, rest);
  return changed === old ? value : setAt(value, [step], changed);
}

function child(value: Json, step: string): Json | undefined {
  if (isList(value)) {
    const index = indexOf(step);
    return index === undefined ? undefined : value[index];
  }
  return isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
}

function without(value: Json, step: string): Json {
  if (isList(value)) return value.toSpliced(Number(step), 1);
  const { [step]: _, ...rest } = value as JsonObject;
  return rest;
}

function indexOf(step: string): number | undefined {
  return INDEX.test(step) ? Number(step) : undefined;
}
