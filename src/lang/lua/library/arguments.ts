/** Arguments of library functions, checked with gopher-lua's words. */
import { Coroutine } from '../runtime/coroutine.ts';
import type { Machine } from '../runtime/machine.ts';
import { numberText, parseNumber } from '../runtime/number-text.ts';
import { LuaTable } from '../runtime/table.ts';
import { isFunction, type LuaFunction, type LuaType, type LuaValue, typeOf } from '../runtime/value.ts';

/** The arguments of one call; positions count from 1. */
export class Arguments {
  readonly machine: Machine;
  readonly values: LuaValue[];
  readonly #name: string;

  constructor(machine: Machine, values: LuaValue[], name: string) {
    this.machine = machine;
    this.values = values;
    this.#name = name;
  }

  get count(): number {
    return this.values.length;
  }

  at(position: number): LuaValue {
    return this.values[position - 1];
  }

  typeAt(position: number): LuaType {
    return typeOf(this.at(position));
  }

  any(position: number): LuaValue {
    if (position > this.values.length) throw this.fault(position, 'value expected');
    return this.at(position);
  }

  table(position: number): LuaTable {
    const value = this.at(position);
    if (!(value instanceof LuaTable)) throw this.mismatch(position, 'table');
    return value;
  }

  function(position: number): LuaFunction {
    const value = this.at(position);
    if (!isFunction(value)) throw this.mismatch(position, 'function');
    return value;
  }

  thread(position: number): Coroutine {
    const value = this.at(position);
    if (!(value instanceof Coroutine)) throw this.mismatch(position, 'thread');
    return value;
  }

  /** Numbers count as strings. */
  string(position: number): string {
    const value = this.at(position);
    if (typeof value === 'number') return numberText(value);
    if (typeof value !== 'string') throw this.mismatch(position, 'string');
    return value;
  }

  optionalString(position: number, otherwise: string): string {
    const value = this.at(position);
    if (value === undefined) return otherwise;
    if (typeof value !== 'string') throw this.mismatch(position, 'string');
    return value;
  }

  /** Strings of digits count as numbers. */
  number(position: number): number {
    const value = this.at(position);
    const number = typeof value === 'string' ? parseNumber(value) : value;
    if (typeof number !== 'number') throw this.mismatch(position, 'number');
    return number;
  }

  /** Cut to a whole number; strings do not count. */
  integer(position: number): number {
    const value = this.at(position);
    if (typeof value !== 'number') throw this.mismatch(position, 'number');
    return toInteger(value);
  }

  optionalInteger(position: number, otherwise: number): number {
    return this.at(position) === undefined ? otherwise : this.integer(position);
  }

  /** One of these types, or a fault that names them. */
  oneOf(position: number, ...types: readonly LuaType[]): LuaValue {
    const value = this.at(position);
    if (types.includes(typeOf(value))) return value;
    throw this.fault(position, `${types.join(' or ')} expected, got ${typeOf(value)}`);
  }

  fault(position: number, message: string) {
    return this.machine.fault(`bad argument #${position} to ${this.#name} (${message})`);
  }

  mismatch(position: number, expected: LuaType) {
    return this.fault(position, `${expected} expected, got ${typeOf(this.at(position))}`);
  }
}

const MIN_INTEGER = -(2 ** 63);

/** Go's conversion to int64 as amd64 does it: what does not fit becomes the smallest number. */
export function toInteger(value: number): number {
  const whole = Math.trunc(value);
  return whole >= MIN_INTEGER && whole < -MIN_INTEGER ? whole + 0 : MIN_INTEGER;
}
