/** The variables of one running function, and where it is. */
import type { Closure } from './closure.ts';
import type { Machine } from './machine.ts';
import { type LuaFunction, type LuaValue, NOTHING, type Results } from './value.ts';

/** A variable that functions inside share. */
export interface Cell {
  value: LuaValue;
}

/** Of frames without such variables. Never changed. */
const NO_CELLS: Cell[] = [];

export class Frame {
  readonly machine: Machine;
  /** What runs here; undefined for a function of a library, which has a frame only while it calls others. */
  readonly closure: Closure | undefined;
  readonly caller: Frame | undefined;
  /** How many functions are running, this one included. */
  readonly depth: number;
  readonly slots: LuaValue[] = [];
  /** By slot, for the variables that are shared. */
  readonly cells: Cell[];
  readonly upvalues: readonly Cell[];
  readonly varargs: LuaValue[];
  line: number;
  /** How many functions ended here by a call at their end that this one took over. */
  tailCalls = 0;
  /** Set before a statement ends with `RETURN`. */
  results: Results = undefined;
  /** Set before a statement ends with `TAIL_CALL`: `results` are the arguments. */
  callee: LuaFunction | undefined = undefined;
  /** Set before a statement ends with `GOTO`. */
  label = '';

  constructor(machine: Machine, closure: Closure | undefined, varargs: LuaValue[] = NOTHING) {
    const caller = machine.frame;
    this.machine = machine;
    this.closure = closure;
    this.caller = caller;
    this.depth = caller === undefined ? 1 : caller.depth + 1;
    this.line = caller === undefined ? 0 : caller.line;
    this.upvalues = closure === undefined ? NO_CELLS : closure.upvalues;
    this.cells = closure?.prototype.shares === true ? [] : NO_CELLS;
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
