/** Functions: written in Lua, or part of a library. */
import { type Cell, type Execute, type Frame, RETURN, TAIL_CALL } from './frame.ts';
import type { Machine } from './machine.ts';
import type { Steps } from './steps.ts';
import type { LuaTable } from './table.ts';
import { type LuaFunction, type LuaValue, NOTHING, type Results } from './value.ts';

/** A compiled function, without the variables around it. */
export interface Prototype {
  readonly parameters: readonly { readonly slot: number; readonly captured: boolean }[];
  readonly varargs: boolean;
  readonly weight: number;
  /** Whether its frames have shared variables. */
  readonly shares: boolean;
  readonly body: Execute;
  /** The body for coroutines; undefined where it never yields. */
  readonly resumable: () => Steps | undefined;
}

export class Closure implements LuaFunction {
  readonly kind = 'function';
  readonly prototype: Prototype;
  readonly upvalues: readonly Cell[];
  /** Its global variables; functions made within it begin with the same. */
  environment: LuaTable;

  constructor(prototype: Prototype, options: { readonly upvalues: readonly Cell[]; readonly environment: LuaTable }) {
    this.prototype = prototype;
    this.upvalues = options.upvalues;
    this.environment = options.environment;
  }

  /** Calls at the end of a function take its place: they need no room however many follow one another. */
  call(machine: Machine, args: LuaValue[]): Results {
    const caller = machine.frame;
    let frame = frameOf(machine, this, args);
    for (;;) {
      const signal = (frame.closure ?? this).prototype.body(frame);
      if (signal !== TAIL_CALL || frame.callee === undefined) {
        machine.frame = caller;
        return signal === RETURN ? frame.results : NOTHING;
      }
      const given = Array.isArray(frame.results) ? frame.results : [];
      if (!(frame.callee instanceof Closure)) {
        const results = frame.callee.call(machine, given);
        machine.frame = caller;
        return results;
      }
      frame = takeOver(frame, frame.callee, given);
    }
  }
}

/** The frame of a function that begins: its arguments are in their places. */
export function frameOf(machine: Machine, closure: Closure, args: LuaValue[]): Frame {
  const { parameters, varargs, weight } = closure.prototype;
  machine.spend(weight);
  const frame = machine.enter(closure, varargs ? args.slice(parameters.length) : NOTHING);
  for (let index = 0; index < parameters.length; index++) {
    const parameter = parameters[index];
    if (parameter === undefined) break;
    if (parameter.captured) frame.cells[parameter.slot] = { value: args[index] };
    else frame.slots[parameter.slot] = args[index];
  }
  return frame;
}

/** The frame of a function that is called at the end of another and takes its place. */
export function takeOver(ended: Frame, closure: Closure, args: LuaValue[]): Frame {
  const { machine } = ended;
  machine.frame = ended.caller;
  const frame = frameOf(machine, closure, args);
  frame.tailCalls = ended.tailCalls + 1;
  return frame;
}

export type NativeCode = (machine: Machine, args: LuaValue[]) => Results;

/** What an iterator goes over: loops may go there by themselves. */
export type Walk = 'list' | 'entries';

/** A function of a library. */
export class NativeFunction implements LuaFunction {
  readonly kind = 'function';
  readonly walk: Walk | undefined;
  readonly #code: NativeCode;

  constructor(code: NativeCode, walk: Walk | undefined = undefined) {
    this.#code = code;
    this.walk = walk;
  }

  call(machine: Machine, args: LuaValue[]): Results {
    return this.#code(machine, args);
  }
}
