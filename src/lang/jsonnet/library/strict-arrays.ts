/** Functions on arrays that take values. */
import { callWith } from '../runtime/call.ts';
import { compareValues, equalValues } from '../runtime/compare.ts';
import {
  expectArray,
  expectBoolean,
  expectFunction,
  expectInteger,
  expectNumber,
  expectString,
} from '../runtime/expect.ts';
import type { JsonnetFunction } from '../runtime/function.ts';
import { Scope } from '../runtime/scope.ts';
import { NOWHERE } from '../runtime/site.ts';
import { characters } from '../runtime/text.ts';
import { force, type Lazy, Thunk } from '../runtime/thunk.ts';
import { JsonnetArray, typeOf, type Value } from '../runtime/value.ts';
import { arrayOf, type Call, type Declared, lazyArrayOf, strict, type Values } from './native.ts';
import { sortedBy } from './sorted-by.ts';

const IDENTITY = strict('id', 'x', (_, values) => values.at(0));

export const STRICT_ARRAYS: readonly Declared[] = [
  IDENTITY,
  strict('makeArray', 'sz func', makeArray),
  strict('flatMap', 'func arr', flatMap),
  strict('$flatMapArray', 'func arr', flatMapArray),
  strict('join', 'sep arr', join),
  strict('reverse', 'arr', ({ machine, site }, values) =>
    arrayOf(machine, expectArray(machine, values.at(0), site).elements.toReversed()),
  ),
  strict('filter', 'func arr', filter),
  strict('foldl', 'func arr init', (call, values) => fold(call, values, { name: 'foldl', isLeft: true })),
  strict('foldr', 'func arr init', (call, values) => fold(call, values, { name: 'foldr', isLeft: false })),
  strict('member', 'arr x', (call, values) => isMember(call, values.at(0), values.at(1))),
  strict('contains', 'arr elem', ({ machine, site }, values) =>
    holds({ machine, site }, expectArray(machine, values.at(0), site), values.at(1)),
  ),
  strict('remove', 'arr elem', remove),
  strict('removeAt', 'arr i', ({ machine, site }, values) => {
    const { elements } = expectArray(machine, values.at(0), site);
    const index = expectInteger(machine, values.at(1), site);
    if (index < 0 || index >= elements.length)
      throw machine.fault(`Index ${index} out of bounds, not within [0, ${elements.length})`, site);
    return arrayOf(machine, elements.toSpliced(index, 1));
  }),
  strict('range', 'from to', range),
  strict('sort', 'arr keyF=', sort, { keyF: IDENTITY[1] }),
  strict('minArray', 'arr keyF= onEmpty=', (call, values) => extreme(call, values, 1), { keyF: IDENTITY[1] }),
  strict('maxArray', 'arr keyF= onEmpty=', (call, values) => extreme(call, values, -1), { keyF: IDENTITY[1] }),
  strict('sum', 'arr', ({ machine, site }, values) => sum({ machine, site }, expectArray(machine, values.at(0), site))),
  strict('avg', 'arr', ({ machine, site }, values) => {
    const array = expectArray(machine, values.at(0), site);
    if (array.elements.length === 0) throw machine.fault('Cannot calculate average of an empty array.', site);
    return sum({ machine, site }, array) / array.elements.length;
  }),
];

const NO_SCOPE = new Scope(undefined, []);

function makeArray({ machine, site }: Call, values: Values): Value {
  const size = Math.max(0, expectInteger(machine, values.at(0), site));
  const each = expectFunction(machine, values.at(1), site);
  return lazyArrayOf(
    machine,
    size,
    (index) => new Thunk((_, running) => callWith(running, each, [index], NOWHERE), NO_SCOPE),
  );
}

function flatMap(call: Call, values: Values): Value {
  const { machine, site } = call;
  const each = expectFunction(machine, values.at(0), site);
  const over = values.at(1);
  if (over instanceof JsonnetArray) return flattened(call, each, over);
  if (typeof over !== 'string')
    throw machine.fault(`std.flatMap second param must be array / string, got ${typeOf(over)}`, site);
  const pieces = characters(over).map((character) =>
    expectString(machine, callWith(machine, each, [character], site), site),
  );
  return pieces.join('');
}

function flatMapArray(call: Call, values: Values): Value {
  const array = expectArray(call.machine, values.at(1), call.site);
  return flattened(call, expectFunction(call.machine, values.at(0), call.site), array);
}

function flattened({ machine, site }: Call, each: JsonnetFunction, array: JsonnetArray): Value {
  const elements: Lazy[] = [];
  for (const element of array.elements) {
    const returned = expectArray(machine, callWith(machine, each, [element], site), site);
    machine.make(1 + returned.elements.length);
    for (const one of returned.elements) elements.push(one);
  }
  return new JsonnetArray(elements);
}

/** Nulls are left out. */
function join(call: Call, values: Values): Value {
  const { machine, site } = call;
  const array = expectArray(machine, values.at(1), site);
  const separator = values.at(0);
  if (typeof separator !== 'string' && !(separator instanceof JsonnetArray))
    throw machine.fault(`join first parameter should be string or array, got ${typeOf(separator)}`, site);
  if (typeof separator === 'string') return joinTexts(call, separator, array);
  const elements: Lazy[] = [];
  let isFirst = true;
  for (const element of array.elements) {
    const value = force(element, machine, site);
    if (value === null) continue;
    const piece = expectArray(machine, value, site).elements;
    machine.make(1 + piece.length + separator.elements.length);
    if (!isFirst) for (const one of separator.elements) elements.push(one);
    for (const one of piece) elements.push(one);
    isFirst = false;
  }
  return new JsonnetArray(elements);
}

function joinTexts({ machine, site }: Call, separator: string, array: JsonnetArray): string {
  const pieces: string[] = [];
  for (const element of array.elements) {
    const value = force(element, machine, site);
    if (value === null) continue;
    const piece = expectString(machine, value, site);
    machine.make(1 + (piece.length + separator.length) / 3);
    pieces.push(piece);
  }
  return pieces.join(separator);
}

/** `std.filter`. */
export function filter({ machine, site }: Call, values: Values): Value {
  const array = expectArray(machine, values.at(1), site);
  const test = expectFunction(machine, values.at(0), site);
  const kept = array.elements.filter((element) =>
    expectBoolean(machine, callWith(machine, test, [element], site), site),
  );
  return arrayOf(machine, kept);
}

function fold(
  { machine, site }: Call,
  values: Values,
  { name, isLeft }: { readonly name: string; readonly isLeft: boolean },
): Value {
  const step = expectFunction(machine, values.at(0), site);
  const over = values.at(1);
  if (typeof over !== 'string' && !(over instanceof JsonnetArray))
    throw machine.fault(`${name} second parameter should be string or array, got ${typeOf(over)}`, site);
  const elements: readonly Lazy[] = typeof over === 'string' ? characters(over) : over.elements;
  let running = values.at(2);
  for (const element of isLeft ? elements : elements.toReversed())
    running = callWith(machine, step, isLeft ? [running, element] : [element, running], site);
  return running;
}

/** Of an array by equality, of a string as a part of it. */
export function isMember({ machine, site }: Call, over: Value, wanted: Value): boolean {
  if (typeof over === 'string') machine.read(over);
  if (typeof over === 'string') return over.includes(expectString(machine, wanted, site));
  if (over instanceof JsonnetArray) return holds({ machine, site }, over, wanted);
  throw machine.fault('std.member first argument must be an array or a string', site);
}

function holds({ machine, site }: Call, { elements }: JsonnetArray, wanted: Value): boolean {
  machine.work(elements.length);
  return elements.some((element) => equalValues(machine, force(element, machine, site), wanted, site));
}

function remove({ machine, site }: Call, values: Values): Value {
  const array = expectArray(machine, values.at(0), site);
  machine.work(array.elements.length);
  const index = array.elements.findIndex((element) =>
    equalValues(machine, force(element, machine, site), values.at(1), site),
  );
  return index < 0 ? array : arrayOf(machine, array.elements.toSpliced(index, 1));
}

function range({ machine, site }: Call, values: Values): Value {
  const from = expectInteger(machine, values.at(0), site);
  const to = expectInteger(machine, values.at(1), site);
  const length = Math.max(0, to - from + 1);
  machine.make(length);
  return new JsonnetArray(Array.from({ length }, (_, index) => from + index));
}

/** `std.sort`: by what a function gives for each element. */
export function sort(call: Call, values: Values): Value {
  const { machine, site } = call;
  const array = expectArray(machine, values.at(0), site);
  const keyOf = expectFunction(machine, values.at(1), site);
  const { length } = array.elements;
  machine.work(Math.ceil(length * Math.log2(length + 1)));
  const keyed = array.elements.map((element) => ({ element, key: callWith(machine, keyOf, [element], site) }));
  const sorted = sortedBy(keyed, (left, right) => compareValues(machine, left.key, right.key, site) < 0);
  return arrayOf(
    machine,
    sorted.map(({ element }) => element),
  );
}

/** The first element with the smallest key (`sign` 1) or the largest (-1). */
function extreme({ machine, site }: Call, values: Values, sign: 1 | -1): Value {
  const { elements } = expectArray(machine, values.at(0), site);
  const keyOf = expectFunction(machine, values.at(1), site);
  const [first, ...rest] = elements;
  if (first === undefined) {
    if (values.count > 2) return values.at(2);
    throw machine.fault('Expected at least one element in array. Got none', site);
  }
  let best = { value: force(first, machine, site), key: callWith(machine, keyOf, [first], site) };
  for (const element of rest) {
    const value = force(element, machine, site);
    const key = callWith(machine, keyOf, [element], site);
    if (compareValues(machine, best.key, key, site) * sign > 0) best = { value, key };
  }
  return best.value;
}

function sum({ machine, site }: Call, { elements }: JsonnetArray): number {
  machine.work(elements.length >> 2);
  return elements.reduce<number>(
    (total, element) => total + expectNumber(machine, force(element, machine, site), site),
    0,
  );
}
