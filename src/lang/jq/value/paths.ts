/** Reading, setting and deleting by paths. */

import { setOwn } from '../../../base/json/own.ts';
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import type { Budget } from '../compile/machine.ts';
import { accessed, bounds, sliceOf } from './access.ts';
import { described, JqError, notFor, previewOf } from './fault.ts';
import { compareValues } from './kind.ts';

/** Longest list that setting an index far away may make. */
const LONGEST_LIST = 536_870_911;

/** The value at a path; a step that cannot be taken is an error that names the whole call. */
export function getPath(value: Json, path: readonly Json[], budget: Budget): Json {
  let here = value;
  for (const key of path) {
    if (here === null) return null;
    if (!isList(here) && !isObject(here)) throw notFor('getpath', value, [path]);
    here = stepTaken(here, key, { value, path, budget });
  }
  return here;
}

interface Way {
  readonly value: Json;
  readonly path: readonly Json[];
  readonly budget: Budget;
}

function stepTaken(here: Json, key: Json, { value, path, budget }: Way): Json {
  try {
    return accessed(here, key, budget);
  } catch (error) {
    if (!(error instanceof JqError)) throw error;
    throw new JqError(`getpath(${previewOf(path)}) cannot be applied to ${previewOf(value)}: ${error.message}`);
  }
}

export function setPath(value: Json, path: readonly Json[], change: (old: Json) => Json): Update {
  return (budget) => changedAt({ value, path, change, budget, at: 0 });
}

type Update = (budget: Budget) => Json;

interface Change {
  readonly value: Json;
  readonly path: readonly Json[];
  readonly at: number;
  readonly change: (old: Json) => Json;
  readonly budget: Budget;
}

function changedAt(change: Change): Json {
  const { value, path, at } = change;
  if (at === path.length) return change.change(value);
  const key = path[at] as Json;
  if (typeof key === 'string') return memberChanged(change, key);
  if (typeof key === 'number' || typeof key === 'bigint') return itemChanged(change, Number(key));
  if (isObject(key)) return sliceChanged(change, key);
  if (isObject(value)) throw new JqError(`expected a string for object key but got: ${described(key)}`);
  accessed(value, key, change.budget);
  throw new JqError(`expected a number for indexing an array but got: ${described(key)}`);
}

function inner(change: Change, value: Json): Json {
  return changedAt({ ...change, value, at: change.at + 1 });
}

function memberChanged(change: Change, key: string): Json {
  const { value, budget } = change;
  if (value !== null && !isObject(value)) throw new JqError(`expected an object but got: ${described(value)}`);
  const old = value !== null && Object.hasOwn(value, key) ? (value[key] ?? null) : null;
  const result: Record<string, Json | undefined> = { ...value };
  budget.hold(Object.keys(result).length + 1);
  setOwn(result, key, inner(change, old));
  return result;
}

function itemChanged(change: Change, key: number): Json {
  const { value, budget } = change;
  if (value !== null && !isList(value)) throw new JqError(`expected an array but got: ${described(value)}`);
  const list = value ?? [];
  const index = Math.floor(key) < 0 ? Math.floor(key) + list.length : Math.floor(key);
  if (index < 0) throw new JqError(`array index should not be negative: ${key}`);
  if (index > LONGEST_LIST) throw new JqError(`array index too large: ${index}`);
  const item = inner(change, list[index] ?? null);
  budget.hold(Math.max(list.length, index + 1));
  const result = [...list];
  while (result.length < index) result.push(null);
  result[index] = item;
  return result;
}

function sliceChanged(change: Change, key: JsonObject): Json {
  const { value, budget } = change;
  if (value !== null && !isList(value)) throw new JqError(`expected an array but got: ${described(value)}`);
  const slice = sliceOf(key);
  const list = value ?? [];
  const { from, to } = bounds(slice, list.length);
  const replaced = inner(change, list.slice(from, to));
  if (!isList(replaced)) throw new JqError(`expected an array but got: ${described(replaced)}`);
  budget.hold(list.length + replaced.length);
  return [...list.slice(0, from), ...replaced, ...list.slice(to)];
}

/** With another value at a path; an error names the whole call, as `setpath` and assignments report it. */
export function setTo(value: Json, path: readonly Json[], to: Json, budget: Budget): Json {
  return named(() => setPath(value, path, () => to)(budget), {
    value,
    call: `setpath(${previewOf(path)}; ${previewOf(to)})`,
  });
}

function named(run: () => Json, { value, call }: { readonly value: Json; readonly call: string }): Json {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof JqError)) throw error;
    throw new JqError(`${call} cannot be applied to ${previewOf(value)}: ${error.message}`);
  }
}

/** Without what stands at the paths; what is not there needs no deletion. An error names the whole call. */
export function deletePaths(value: Json, paths: readonly (readonly Json[])[], budget: Budget): Json {
  return named(() => withoutAll(value, paths, budget), { value, call: `delpaths(${previewOf(paths)})` });
}

function withoutAll(value: Json, paths: readonly (readonly Json[])[], budget: Budget): Json {
  const sorted = uniquePaths([...paths].sort(compareValues)).reverse();
  return sorted.reduce<Json>((rest, path) => deleted(rest, path, budget), value);
}

function uniquePaths(sorted: readonly (readonly Json[])[]): (readonly Json[])[] {
  return sorted.filter((path, at) => at === 0 || compareValues(path, sorted[at - 1] ?? null) !== 0);
}

function deleted(value: Json, path: readonly Json[], budget: Budget): Json {
  const [key, ...rest] = path;
  if (key === undefined || value === null) return null;
  if (rest.length === 0) return withoutKey(value, key, budget);
  const old = accessed(value, key, budget);
  if (old === null) return value;
  return setPath(value, [key], () => deleted(old, rest, budget))(budget);
}

function withoutKey(value: Json, key: Json, budget: Budget): Json {
  if (isList(value)) return withoutItem(value, key, budget);
  if (!isObject(value)) throw new JqError(cannotDelete(value, key));
  if (typeof key !== 'string') throw new JqError(cannotDelete(value, key));
  if (!Object.hasOwn(value, key)) return value;
  budget.hold(Object.keys(value).length);
  return withoutMember(value, key);
}

function withoutMember(value: JsonObject, key: string): JsonObject {
  const rest = { ...value };
  delete rest[key];
  return rest;
}

function withoutItem(list: readonly Json[], key: Json, budget: Budget): Json {
  budget.hold(list.length);
  if (isObject(key)) {
    const { from, to } = bounds(sliceOf(key), list.length);
    return [...list.slice(0, from), ...list.slice(to)];
  }
  if (typeof key !== 'number' && typeof key !== 'bigint') throw new JqError(cannotDelete(list, key));
  const index = Math.floor(Number(key)) < 0 ? Math.floor(Number(key)) + list.length : Math.floor(Number(key));
  return list.filter((_, at) => at !== index);
}

function cannotDelete(value: Json, key: Json): string {
  if (typeof key === 'string') return `expected an object but got: ${described(value)}`;
  if (isObject(value) && typeof key !== 'number' && !isObject(key))
    return `expected a string for object key but got: ${described(key)}`;
  return `expected an array but got: ${described(value)}`;
}
