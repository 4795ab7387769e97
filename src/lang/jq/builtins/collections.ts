/** Functions of lists and objects. */
import { sortedKeys } from '../../../base/json/byte-order.ts';
import { setOwn } from '../../../base/json/own.ts';
import { isList, isObject, type Json } from '../../../base/json-value.ts';
import { accessed, keysInside } from '../value/access.ts';
import { add } from '../value/arithmetic.ts';
import { described, JqError, notFor, previewOf } from '../value/fault.ts';
import { compareValues, isTrue, kindOf } from '../value/kind.ts';
import { deletePaths, setTo } from '../value/paths.ts';
import { arg, type Call, type FunctionTable, listInput } from './table.ts';

export const COLLECTIONS: FunctionTable = {
  'length/0': length,
  'keys/0': (call) => keys(call),
  'has/1': has,
  'contains/1': (call) => contains(call.input, arg(call, 0)),
  'add/0': (call) => values(call).reduce<Json>((sum, item) => add(sum, item, call.budget), null),
  'flatten/0': (call) => flatten(values(call), Number.POSITIVE_INFINITY, call),
  'flatten/1': (call) => flattenTo(call),
  'sort/0': (call) => sorted(listInput(call), call),
  'unique/0': (call) => uniqueOf(sorted(listInput(call), call)),
  'min/0': (call) => extreme(listInput(call), (order) => order < 0),
  'max/0': (call) => extreme(listInput(call), (order) => order >= 0),
  'reverse/0': reverse,
  'indices/1': indices,
  'index/1': (call) => ends(call, (found) => found.at(0)),
  'rindex/1': (call) => ends(call, (found) => found.at(-1)),
  'to_entries/0': toEntries,
  'from_entries/0': fromEntries,
  'transpose/0': transpose,
  'setpath/2': (call) => setTo(call.input, listArg(call), arg(call, 1), call.budget),
  'delpaths/1': (call) => deletePaths(call.input, pathsArg(call), call.budget),
  'bsearch/1': binarySearch,
  'type/0': ({ input }) => kindOf(input),
  'not/0': ({ input }) => !isTrue(input),
};

function length(call: Call): Json {
  const { input } = call;
  if (input === null) return 0;
  if (typeof input === 'string') return [...input].length;
  if (typeof input === 'number') return Math.abs(input);
  if (typeof input === 'bigint') return input < 0n ? -input : input;
  if (isList(input)) return input.length;
  if (isObject(input)) return Object.keys(input).length;
  throw notFor(call.name, input);
}

function keys(call: Call): Json {
  const { input, budget } = call;
  if (!isList(input) && !isObject(input)) throw notFor(call.name, input);
  const found = keysInside(input);
  budget.hold(found.length);
  return found;
}

function values(call: Call): readonly Json[] {
  const { input } = call;
  if (isList(input)) return input;
  if (isObject(input)) return sortedKeys(input).map((key) => input[key] ?? null);
  throw notFor(call.name, input, call.args);
}

function has(call: Call): Json {
  const [input, key] = [call.input, arg(call, 0)];
  if (isList(input) && (typeof key === 'number' || typeof key === 'bigint')) return key >= 0 && key < input.length;
  if (isObject(input) && typeof key === 'string') return Object.hasOwn(input, key);
  if (input === null) return false;
  throw notFor(call.name, input, call.args);
}

function contains(left: Json, right: Json): boolean {
  if (typeof left === 'string' && typeof right === 'string') return left.includes(right);
  if (isList(left) && isList(right)) {
    return right.every((wanted) => left.some((item) => kindOf(item) === kindOf(wanted) && contains(item, wanted)));
  }
  if (isObject(left) && isObject(right)) {
    return Object.keys(right).every((key) => {
      const [item, wanted] = [left[key] ?? null, right[key] ?? null];
      return Object.hasOwn(left, key) && kindOf(item) === kindOf(wanted) && contains(item, wanted);
    });
  }
  if (kindOf(left) === kindOf(right)) return compareValues(left, right) === 0;
  throw new JqError(
    `contains(${described(right).replace(/^\w+ \((.*)\)$/s, '$1')}) cannot be applied to: ${described(left)}`,
  );
}

function flattenTo(call: Call): Json {
  const depth = arg(call, 0);
  const list = values({ ...call, args: [] });
  if (typeof depth !== 'number') throw notFor(call.name, depth);
  if (depth < 0) throw new JqError(`flatten depth should not be negative: ${depth}`);
  return flatten(list, depth, call);
}

function flatten(list: readonly Json[], depth: number, call: Call): readonly Json[] {
  call.budget.hold(list.length);
  return list.flatMap((item) => (isList(item) && depth > 0 ? flatten(item, depth - 1, call) : [item]));
}

function sorted(list: readonly Json[], { budget }: Call): readonly Json[] {
  budget.hold(list.length);
  return [...list].sort(compareValues);
}

export function uniqueOf(list: readonly Json[]): readonly Json[] {
  return list.filter((item, at) => at === 0 || compareValues(item, list[at - 1] ?? null) !== 0);
}

function extreme(list: readonly Json[], better: (order: number) => boolean): Json {
  let best = list[0];
  for (const item of list.slice(1)) if (better(compareValues(item, best ?? null))) best = item;
  return best ?? null;
}

function reverse(call: Call): Json {
  call.budget.hold(listInput(call).length);
  return [...listInput(call)].reverse();
}

function indices(call: Call): Json {
  const [input, part] = [call.input, arg(call, 0)];
  if (input === null) return null;
  if (typeof input === 'string' && typeof part === 'string') return textPositions(input, part);
  if (!isList(input)) throw notFor(call.name, input, call.args);
  return accessed(input, isList(part) ? part : [part], call.budget);
}

/** Positions by characters, overlapping ones included. */
function textPositions(text: string, part: string): Json {
  if (part === '') return [];
  const found: number[] = [];
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) found.push([...text.slice(0, at)].length);
  return found;
}

function ends(call: Call, pick: (found: readonly Json[]) => Json | undefined): Json {
  const found = indices(call);
  return isList(found) ? (pick(found) ?? null) : null;
}

function toEntries(call: Call): Json {
  const { input, budget } = call;
  if (!isObject(input) && !isList(input)) throw notFor('keys', input);
  const keys = keysInside(input);
  budget.hold(keys.length * 2);
  return keys.map((key) => ({ key, value: accessed(input, key, budget) }));
}

const KEY_NAMES = ['key', 'Key', 'name', 'Name'];

function fromEntries(call: Call): Json {
  const result: Record<string, Json> = {};
  for (const at of keysInside(call.input)) {
    const entry = accessed(call.input, at, call.budget);
    const names = entry === null ? [] : KEY_NAMES.map((name) => accessed(entry, name, call.budget));
    const key = names.find(isTrue) ?? null;
    if (typeof key !== 'string') throw new JqError(`expected a string for object key but got: ${described(key)}`);
    const name = isObject(entry) && Object.hasOwn(entry, 'value') ? 'value' : 'Value';
    setOwn(result, key, accessed(entry, name, call.budget));
  }
  return result;
}

function transpose(call: Call): Json {
  const rows = listInput(call).map((row) => {
    if (isList(row)) return row;
    throw notFor(call.name, call.input);
  });
  const width = Math.max(0, ...rows.map((row) => row.length));
  call.budget.hold(width * rows.length);
  return Array.from({ length: width }, (_, at) => rows.map((row) => row[at] ?? null));
}

/** The first argument, which must be a list. */
function listArg(call: Call): readonly Json[] {
  const path = arg(call, 0);
  if (isList(path)) return path;
  throw notFor(call.name, call.input, [path]);
}

function pathsArg(call: Call): readonly (readonly Json[])[] {
  const paths = listArg(call);
  return paths.map((path) => {
    if (isList(path)) return path;
    const reason = `expected an array but got: ${described(path)}`;
    throw new JqError(`delpaths(${previewOf(paths)}) cannot be applied to ${previewOf(call.input)}: ${reason}`);
  });
}

function binarySearch(call: Call): Json {
  const [list, wanted] = [listInput(call), arg(call, 0)];
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (compareValues(list[middle] ?? null, wanted) < 0) low = middle + 1;
    else high = middle;
  }
  const found = low < list.length && compareValues(list[low] ?? null, wanted) === 0;
  return found ? low : -1 - low;
}
