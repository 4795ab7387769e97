/** What a Lua program computes with. Strings hold bytes (byte-text.ts); nil is `undefined`. */
import type { Coroutine } from './coroutine.ts';
import type { Machine } from './machine.ts';
import { numberText } from './number-text.ts';
import { LuaTable } from './table.ts';
import type { Userdata } from './userdata.ts';

export type LuaValue = undefined | boolean | number | string | LuaTable | LuaFunction | Coroutine | Userdata;

/** What a call gives back: exactly one value as it is, any other number of values as a list. */
export type Results = LuaValue | LuaValue[];

export interface LuaFunction {
  readonly kind: 'function';
  call(machine: Machine, args: LuaValue[]): Results;
}

/** No values at all. Never changed. */
export const NOTHING: LuaValue[] = [];

/** The first of some results; nil where there is none. */
export function firstOf(results: Results): LuaValue {
  return Array.isArray(results) ? results[0] : results;
}

/** All results as a list that the caller may change. */
export function listOf(results: Results): LuaValue[] {
  return Array.isArray(results) ? results : [results];
}

export type LuaType = 'nil' | 'boolean' | 'number' | 'string' | 'table' | 'function' | 'thread' | 'userdata';

export function typeOf(value: LuaValue): LuaType {
  switch (typeof value) {
    case 'undefined':
      return 'nil';
    case 'boolean':
    case 'number':
    case 'string':
      return typeof value as 'boolean' | 'number' | 'string';
    default:
      return value instanceof LuaTable ? 'table' : value.kind;
  }
}

export function isFunction(value: LuaValue): value is LuaFunction {
  return typeof value === 'object' && !(value instanceof LuaTable) && value.kind === 'function';
}

/** Only nil and false are false. */
export function isTruthy(value: LuaValue): boolean {
  return value !== undefined && value !== false;
}

/** The text of a value without asking its metatable. Tables and functions have no address here. */
export function plainText(value: LuaValue): string {
  switch (typeof value) {
    case 'undefined':
      return 'nil';
    case 'string':
      return value;
    case 'number':
      return numberText(value);
    case 'boolean':
      return String(value);
    default:
      return `${typeOf(value)}: 0x0`;
  }
}
