/** Operators and indexing where metatables or other types than the usual ones are met. The machine knows the line. */
import type { BinaryOperator } from '../parser/syntax.ts';
import type { Machine } from './machine.ts';
import { numberText, parseNumber } from './number-text.ts';
import { LuaTable } from './table.ts';
import { Userdata } from './userdata.ts';
import {
  firstOf,
  isFunction,
  isTruthy,
  type LuaFunction,
  type LuaValue,
  plainText,
  type Results,
  typeOf,
} from './value.ts';

const MAX_CHAIN = 100;

/** What a metatable says about an event; nil where it says nothing. */
export function metaOf(machine: Machine, value: LuaValue, event: string): LuaValue {
  if (value instanceof LuaTable || value instanceof Userdata) return value.metatable?.getName(event);
  return machine.sharedMetatable(typeOf(value))?.getName(event);
}

/** `object[key]`. */
export function index(machine: Machine, object: LuaValue, key: LuaValue): LuaValue {
  let here = object;
  for (let count = 0; count < MAX_CHAIN; count++) {
    if (here instanceof LuaTable) {
      const found = here.get(key);
      if (found !== undefined) return found;
    }
    const next = metaOf(machine, here, '__index');
    if (next === undefined) {
      if (here instanceof LuaTable) return undefined;
      throw notIndexable(machine, here, key);
    }
    if (isFunction(next)) return firstOf(next.call(machine, [here, key]));
    here = next;
  }
  throw machine.fault('too many recursions in gettable');
}

function notIndexable(machine: Machine, object: LuaValue, key: LuaValue) {
  return machine.fault(`attempt to index a non-table object(${typeOf(object)}) with key '${plainText(key)}'`);
}

/** `object[key] = value`. */
export function setIndex(machine: Machine, object: LuaValue, entry: readonly [key: LuaValue, value: LuaValue]): void {
  const [key, value] = entry;
  let here = object;
  for (let count = 0; count < MAX_CHAIN; count++) {
    const next =
      here instanceof LuaTable && here.get(key) !== undefined ? undefined : metaOf(machine, here, '__newindex');
    if (next === undefined) {
      if (!(here instanceof LuaTable)) throw notIndexable(machine, here, key);
      rawSet(machine, here, entry);
      return;
    }
    if (isFunction(next)) {
      next.call(machine, [here, key, value]);
      return;
    }
    here = next;
  }
  throw machine.fault('too many recursions in settable');
}

/** Sets without metatables. */
export function rawSet(machine: Machine, table: LuaTable, [key, value]: readonly [LuaValue, LuaValue]): void {
  if (key === undefined) throw machine.fault('table index is nil');
  if (typeof key === 'number' && Number.isNaN(key)) throw machine.fault('table index is NaN');
  table.set(key, value);
}

/** Calls what may be called. */
export function call(machine: Machine, callee: LuaValue, args: LuaValue[]): Results {
  if (isFunction(callee)) return callee.call(machine, args);
  return callable(machine, callee).call(machine, [callee, ...args]);
}

/** What stands in for a value that is no function. */
export function callable(machine: Machine, callee: LuaValue): LuaFunction {
  const standIn = metaOf(machine, callee, '__call');
  if (!isFunction(standIn)) throw machine.fault('attempt to call a non-function object');
  return standIn;
}

const EVENTS: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'div',
  '%': 'mod',
  '^': 'pow',
};

/** `+ - * / % ^`. */
export function arithmetic(
  machine: Machine,
  operator: BinaryOperator,
  [left, right]: readonly [LuaValue, LuaValue],
): LuaValue {
  const event = EVENTS[operator] ?? '';
  const own = metaOf(machine, left, `__${event}`) ?? metaOf(machine, right, `__${event}`);
  if (isFunction(own)) return firstOf(own.call(machine, [left, right]));
  const one = typeof left === 'string' ? parseNumber(left) : left;
  const other = typeof right === 'string' ? parseNumber(right) : right;
  if (typeof one === 'number' && typeof other === 'number') return compute(operator, one, other);
  const [lacking, missing] = [typeOf(one ?? left), typeOf(other ?? right)];
  throw machine.fault(`cannot perform ${event} operation between ${lacking} and ${missing}`);
}

function compute(operator: BinaryOperator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return left / right;
    case '%':
      return modulo(left, right);
    default:
      return power(left, right);
  }
}

/** The remainder with the sign of the divisor. */
export function modulo(left: number, right: number): number {
  const rest = left % right;
  return (right > 0 && rest < 0) || (right < 0 && rest > 0) ? rest + right : rest;
}

/** Unlike JavaScript's, one to any power is one, and so is minus one to an infinite power. */
export function power(left: number, right: number): number {
  if (left === 1 || (left === -1 && !Number.isFinite(right) && !Number.isNaN(right))) return 1;
  return left ** right;
}

/** `-x`. */
export function negate(machine: Machine, value: LuaValue): LuaValue {
  if (typeof value === 'number') return -value;
  const own = metaOf(machine, value, '__unm');
  if (isFunction(own)) return firstOf(own.call(machine, [value]));
  const number = typeof value === 'string' ? parseNumber(value) : undefined;
  if (number !== undefined) return -number;
  throw machine.fault('__unm undefined');
}

/** `#x`. */
export function lengthOf(machine: Machine, value: LuaValue): LuaValue {
  if (typeof value === 'string') return value.length;
  const own = metaOf(machine, value, '__len');
  if (isFunction(own)) return firstOf(own.call(machine, [value]));
  if (value instanceof LuaTable) return value.length;
  throw machine.fault('__len undefined');
}

/** `a .. b .. c`, from the right. */
export function concat(machine: Machine, parts: readonly LuaValue[]): LuaValue {
  let result = parts.at(-1);
  for (let place = parts.length - 2; place >= 0; place--) {
    result = concatTwo(machine, parts[place], result);
  }
  return result;
}

function concatTwo(machine: Machine, left: LuaValue, right: LuaValue): LuaValue {
  const [before, after] = [joinable(left), joinable(right)];
  if (before !== undefined && after !== undefined) {
    machine.allocateString(before.length + after.length);
    return before + after;
  }
  const own = metaOf(machine, left, '__concat') ?? metaOf(machine, right, '__concat');
  if (isFunction(own)) return firstOf(own.call(machine, [left, right]));
  throw machine.fault(`cannot perform concat operation between ${typeOf(left)} and ${typeOf(right)}`);
}

/** Strings and numbers as strings; undefined for all else. */
export function joinable(value: LuaValue): string | undefined {
  if (typeof value === 'string') return value;
  return typeof value === 'number' ? numberText(value) : undefined;
}

/** `a == b`. */
export function equals(machine: Machine, left: LuaValue, right: LuaValue): boolean {
  if (left === right) return true;
  if (!hasIdentity(left) || !hasIdentity(right)) return false;
  return relation(machine, '__eq', [left, right]) === true;
}

function hasIdentity(value: LuaValue): boolean {
  return value instanceof LuaTable || value instanceof Userdata;
}

/** `a < b`. */
export function lessThan(machine: Machine, left: LuaValue, right: LuaValue): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left < right;
  if (typeof left === 'string' && typeof right === 'string') {
    machine.spendOnTexts(left, right);
    return left < right;
  }
  return relation(machine, '__lt', [left, right]) ?? incomparable(machine, left, right);
}

/** `a <= b`; without `__le` it is `not (b < a)`. */
export function lessOrEqual(machine: Machine, left: LuaValue, right: LuaValue): boolean {
  if (typeof left === 'number' && typeof right === 'number') return left <= right;
  if (typeof left === 'string' && typeof right === 'string') {
    machine.spendOnTexts(left, right);
    return left <= right;
  }
  const known = relation(machine, '__le', [left, right]);
  if (known !== undefined) return known;
  const reverse = relation(machine, '__lt', [right, left]);
  return reverse === undefined ? incomparable(machine, left, right) : !reverse;
}

function incomparable(machine: Machine, left: LuaValue, right: LuaValue): never {
  throw machine.fault(`attempt to compare ${typeOf(left)} with ${typeOf(right)}`);
}

/** Asked only where both sides have the same function for it. */
function relation(machine: Machine, event: string, sides: [LuaValue, LuaValue]): boolean | undefined {
  if (typeOf(sides[0]) !== typeOf(sides[1])) return undefined;
  const own = metaOf(machine, sides[0], event);
  if (!isFunction(own) || own !== metaOf(machine, sides[1], event)) return undefined;
  return isTruthy(firstOf(own.call(machine, sides)));
}
