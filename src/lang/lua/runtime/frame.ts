/** The variables of one running function. */
import type { Machine } from './machine.ts';
import type { LuaFunction, LuaValue, Results } from './value.ts';

/** A variable that functions inside share. */
export interface Cell {
  value: LuaValue;
}

export class Frame {
  readonly machine: Machine;
  readonly slots: LuaValue[];
  /** By slot, for the variables that are shared. */
  readonly cells: Cell[];
  readonly upvalues: readonly Cell[];
  readonly varargs: LuaValue[];
  /** Set before a statement ends with `RETURN`. */
  results: Results = undefined;
  /** Set before a statement ends with `TAIL_CALL`: `results` are the arguments. */
  callee: LuaFunction | undefined = undefined;
  /** Set before a statement ends with `GOTO`. */
  label = '';

  constructor(machine: Machine, upvalues: readonly Cell[], varargs: LuaValue[]) {
    this.machine = machine;
    this.slots = [];
    this.cells = [];
    this.upvalues = upvalues;
    this.varargs = varargs;
  }
}

/** How a statement ends. */
export const NORMAL = 0;
export const BREAK = 1;
export const RETURN = 2;
export const GOTO = 3;
export const TAIL_CALL = 4;
export type Signal = typeof NORMAL | typeof BREAK | typeof RETURN | typeof GOTO | typeof TAIL_CALL;

export type Execute = (frame: Frame) => Signal;
export type Evaluate = (frame: Frame) => LuaValue;
/** All values of an expression, in a list that the caller may change. */
export type EvaluateMany = (frame: Frame) => LuaValue[];
