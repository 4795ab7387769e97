/** Operators on values. Whole numbers stay exact whatever their size. */

import { setOwn } from '../../../base/json/own.ts';
import { isList, isObject, type Json, type JsonObject } from '../../../base/json-value.ts';
import type { Budget } from '../compile/machine.ts';
import type { BinaryOperator } from '../syntax/ast.ts';
import { cannot, described, JqError } from './fault.ts';
import { compareValues } from './kind.ts';
import { whole } from './number-text.ts';

type Numeric = number | bigint;

const isNumber = (value: Json): value is Numeric => typeof value === 'number' || typeof value === 'bigint';
const isWhole = (value: Numeric): boolean => typeof value === 'bigint' || Number.isSafeInteger(value);

export function operate(operator: BinaryOperator, left: Json, right: Json, budget: Budget): Json {
  switch (operator) {
    case '+':
      return add(left, right, budget);
    case '-':
      return subtract(left, right, budget);
    case '*':
      return multiply(left, right, budget);
    case '/':
      return divide(left, right, budget);
    case '%':
      return modulo(left, right);
    default:
      return compared(operator, compareValues(left, right));
  }
}

function compared(operator: BinaryOperator, order: number): boolean {
  if (operator === '==') return order === 0;
  if (operator === '!=') return order !== 0;
  if (operator === '<') return order < 0;
  if (operator === '<=') return order <= 0;
  return operator === '>' ? order > 0 : order >= 0;
}

export function add(left: Json, right: Json, budget: Budget): Json {
  if (left === null) return right;
  if (right === null) return left;
  if (isNumber(left) && isNumber(right))
    return exactly(
      left,
      right,
      (a, b) => a + b,
      (a, b) => a + b,
    );
  if (typeof left === 'string' && typeof right === 'string') {
    budget.hold(left.length + right.length);
    return left + right;
  }
  if (isList(left) && isList(right)) {
    budget.hold(left.length + right.length);
    return left.length === 0 ? right : [...left, ...right];
  }
  if (isObject(left) && isObject(right)) {
    const sum = { ...left };
    for (const key of Object.keys(right)) setOwn(sum, key, right[key]);
    budget.hold(Object.keys(sum).length);
    return sum;
  }
  throw cannot('add', left, right);
}

function subtract(left: Json, right: Json, budget: Budget): Json {
  if (isNumber(left) && isNumber(right))
    return exactly(
      left,
      right,
      (a, b) => a - b,
      (a, b) => a - b,
    );
  if (isList(left) && isList(right)) {
    budget.hold(left.length * (1 + right.length));
    return left.filter((item) => !right.some((other) => compareValues(item, other) === 0));
  }
  throw cannot('subtract', left, right);
}

function multiply(left: Json, right: Json, budget: Budget): Json {
  if (isNumber(left) && isNumber(right))
    return exactly(
      left,
      right,
      (a, b) => a * b,
      (a, b) => a * b,
    );
  if (typeof left === 'string' && isNumber(right)) return repeated(left, right, budget);
  if (typeof right === 'string' && isNumber(left)) return repeated(right, left, budget);
  if (isObject(left) && isObject(right)) return merged(left, right, budget);
  throw cannot('multiply', left, right);
}

function repeated(text: string, times: Numeric, budget: Budget): Json {
  const count = Number(times);
  if (count < 0 || Number.isNaN(count)) return null;
  budget.hold(text.length * count);
  return text.repeat(Math.trunc(count));
}

function merged(left: JsonObject, right: JsonObject, budget: Budget): JsonObject {
  budget.hold(Object.keys(left).length + Object.keys(right).length);
  const result = { ...left };
  for (const key of Object.keys(right)) {
    const [old, added] = [Object.hasOwn(left, key) ? left[key] : undefined, right[key]];
    setOwn(result, key, isObject(old) && isObject(added) ? merged(old, added, budget) : added);
  }
  return result;
}

function divide(left: Json, right: Json, budget: Budget): Json {
  if (isNumber(left) && isNumber(right)) {
    if (Number(right) === 0) {
      if (Number.isNaN(Number(left))) return left;
      throw new JqError(`cannot divide ${described(left)} by: ${described(right)}`);
    }
    if (!isWhole(left) || !isWhole(right)) return Number(left) / Number(right);
    const [a, b] = [BigInt(left), BigInt(right)];
    return a % b === 0n ? whole(a / b) : Number(left) / Number(right);
  }
  if (typeof left === 'string' && typeof right === 'string') {
    budget.hold(left.length);
    return left === '' ? [] : [...splitText(left, right)];
  }
  throw cannot('divide', left, right);
}

/** Split at a text; at the empty text by characters. */
export function splitText(text: string, separator: string): readonly string[] {
  return separator === '' ? [...text] : text.split(separator);
}

function modulo(left: Json, right: Json): Json {
  if (!isNumber(left) || !isNumber(right)) throw cannot('modulo', left, right);
  if (Number.isNaN(Number(left)) || Number.isNaN(Number(right))) return Number.NaN;
  const [a, b] = [integerOf(left), integerOf(right)];
  if (b === 0n) throw new JqError(`cannot modulo ${described(left)} by: ${described(right)}`);
  const rest = (a < 0n ? -a : a) % (b < 0n ? -b : b);
  return whole(a < 0n ? -rest : rest);
}

const GREATEST = 2n ** 63n - 1n;

function integerOf(value: Numeric): bigint {
  if (typeof value === 'bigint') return value;
  if (Number.isFinite(value) && Math.abs(value) < 2 ** 63) return BigInt(Math.trunc(value));
  return value > 0 ? GREATEST : -GREATEST - 1n;
}

function exactly(
  left: Numeric,
  right: Numeric,
  plainly: (a: number, b: number) => number,
  exact: (a: bigint, b: bigint) => bigint,
): Json {
  const result = plainly(Number(left), Number(right));
  const whatIsExact = isWhole(left) && isWhole(right);
  if (!whatIsExact || (typeof left === 'number' && typeof right === 'number' && Number.isSafeInteger(result)))
    return result === 0 ? 0 : result;
  return whole(exact(BigInt(left), BigInt(right)));
}

export function negate(value: Json): Json {
  if (typeof value === 'number') return value === 0 ? 0 : -value;
  if (typeof value === 'bigint') return whole(-value);
  throw new JqError(`cannot negate: ${described(value)}`);
}
