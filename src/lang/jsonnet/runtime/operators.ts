/** Operators on values. `&&` and `||`, which may leave out their right side, are the compiler's. */
import { floatText } from '../../go-value/text/format-float.ts';
import type { BinaryOperator, UnaryOperator } from '../syntax/ast.ts';
import { compareValues, equalValues } from './compare.ts';
import { expectArray, expectBoolean, expectNumber, expectObject, finite } from './expect.ts';
import type { Machine } from './machine.ts';
import { textOf } from './manifest.ts';
import { JsonnetObject } from './object.ts';
import type { Site } from './site.ts';
import { JsonnetArray, typeOf, type Value } from './value.ts';

export type Operation = (machine: Machine, left: Value, right: Value, site: Site) => Value;

/** `+`: numbers, strings with anything, arrays, objects. */
export function add(machine: Machine, left: Value, right: Value, site: Site): Value {
  if (typeof left === 'number' && typeof right === 'number') return finite(machine, left + right, site);
  if (typeof right === 'string') return joined(machine, textOf(machine, left, site), right);
  if (typeof left === 'number') return expectNumber(machine, right, site);
  if (typeof left === 'string') return joined(machine, left, textOf(machine, right, site));
  if (left instanceof JsonnetObject) return sumOf(machine, left, expectObject(machine, right, site));
  if (!(left instanceof JsonnetArray)) throw machine.fault(`Unexpected type ${typeOf(left)}`, site);
  const other = expectArray(machine, right, site);
  machine.make(left.elements.length + other.elements.length);
  return new JsonnetArray(left.elements.concat(other.elements));
}

/** Sums that are added to themselves double with each step. */
function sumOf(machine: Machine, left: JsonnetObject, right: JsonnetObject): JsonnetObject {
  const sum = left.plus(right, machine);
  if (sum.layerCount > MANY_LAYERS) machine.make(sum.layerCount);
  return sum;
}

/** More than programs have that only add one object after another. */
const MANY_LAYERS = 200_000;

function joined(machine: Machine, left: string, right: string): string {
  machine.make(1 + (left.length + right.length) / 64);
  if (left.length + right.length > MOST_CHARACTERS) machine.make(Number.POSITIVE_INFINITY);
  return left + right;
}

/** Near what one string may have in this engine. */
const MOST_CHARACTERS = 500_000_000;

function arithmetic(operate: (left: number, right: number) => number): Operation {
  return (machine, left, right, site) => {
    const a = expectNumber(machine, left, site);
    return finite(machine, operate(a, expectNumber(machine, right, site)), site);
  };
}

function divide(machine: Machine, left: Value, right: Value, site: Site): Value {
  const dividend = expectNumber(machine, left, site);
  const divisor = expectNumber(machine, right, site);
  if (divisor === 0) throw machine.fault('Division by zero.', site);
  return finite(machine, dividend / divisor, site);
}

/** `std.modulo`: the sign is the dividend's. */
export function modulo(machine: Machine, left: Value, right: Value, site: Site): Value {
  const dividend = expectNumber(machine, left, site);
  const divisor = expectNumber(machine, right, site);
  if (divisor === 0) throw machine.fault('Division by zero.', site);
  return finite(machine, dividend % divisor, site);
}

function comparison(holds: (order: number) => boolean): Operation {
  return (machine, left, right, site) => holds(compareValues(machine, left, right, site));
}

/** On integers of 64 bits; operands are those that numbers hold exactly. */
function bitwise(operate: (left: bigint, right: bigint) => bigint, isShift = false): Operation {
  return (machine, left, right, site) => {
    const a = expectNumber(machine, left, site);
    const b = expectNumber(machine, right, site);
    machine.work(1);
    refuseInexact(machine, a, site);
    refuseInexact(machine, b, site);
    if (isShift && b < 0) throw machine.fault('Shift by negative exponent.', site);
    return Number(BigInt.asIntN(64, operate(BigInt(Math.trunc(a)), BigInt(Math.trunc(b)))));
  };
}

function refuseInexact(machine: Machine, operand: number, site: Site): void {
  if (Math.abs(operand) <= Number.MAX_SAFE_INTEGER) return;
  const range = `[${Number.MIN_SAFE_INTEGER}, ${Number.MAX_SAFE_INTEGER}]`;
  throw machine.fault(`Bitwise operator argument ${floatText(operand)} outside of range ${range}`, site);
}

/** `%` and `in` are calls of the library, `&&` and `||` control what is evaluated. */
export const OPERATIONS: Readonly<Record<Exclude<BinaryOperator, '%' | 'in' | '&&' | '||'>, Operation>> = {
  '+': add,
  '-': arithmetic((left, right) => left - right),
  '*': arithmetic((left, right) => left * right),
  '/': divide,
  '<': comparison((order) => order < 0),
  '<=': comparison((order) => order <= 0),
  '>': comparison((order) => order > 0),
  '>=': comparison((order) => order >= 0),
  '==': equalValues,
  '!=': (machine, left, right, site) => !equalValues(machine, left, right, site),
  '<<': bitwise((left, right) => left << (right % 64n), true),
  '>>': bitwise((left, right) => left >> (right % 64n), true),
  '&': bitwise((left, right) => left & right),
  '^': bitwise((left, right) => left ^ right),
  '|': bitwise((left, right) => left | right),
};

export function unary(machine: Machine, operator: UnaryOperator, operand: Value, site: Site): Value {
  switch (operator) {
    case '!':
      return !expectBoolean(machine, operand, site);
    case '-':
      return -expectNumber(machine, operand, site);
    case '+':
      return expectNumber(machine, operand, site);
    case '~':
      return Number(~int64(expectNumber(machine, operand, site)));
  }
}

/** Go's conversion: what is too large becomes the least integer. */
export function int64(value: number): bigint {
  const whole = Math.trunc(value);
  return whole >= -(2 ** 63) && whole < 2 ** 63 ? BigInt(whole) : -(2n ** 63n);
}
