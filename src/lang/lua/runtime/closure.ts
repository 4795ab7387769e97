/** Functions: written in Lua, or part of a library. */
import { type Cell, type Execute, Frame, RETURN, TAIL_CALL } from './frame.ts';
import type { Machine } from './machine.ts';
import { type LuaFunction, type LuaValue, NOTHING, type Results } from './value.ts';

/** A compiled function, without the variables around it. */
export interface Prototype {
  readonly parameters: readonly { readonly slot: number; readonly captured: boolean }[];
  readonly varargs: boolean;
  readonly weight: number;
  readonly body: Execute;
}

export class Closure implements LuaFunction {
  readonly kind = 'function';
  readonly prototype: Prototype;
  readonly upvalues: readonly Cell[];

  constructor(prototype: Prototype, upvalues: readonly Cell[]) {
    this.prototype = prototype;
    this.upvalues = upvalues;
  }

  /** Calls at the end of a function take its place: they need no room however many follow one another. */
  call(machine: Machine, args: LuaValue[]): Results {
    machine.enter();
    machine.takeCallName();
    let closure: Closure = this;
    let given = args;
    for (;;) {
      machine.spend(closure.prototype.weight);
      const frame = frameOf(machine, closure, given);
      const signal = closure.prototype.body(frame);
      if (signal !== TAIL_CALL || frame.callee === undefined) {
        machine.leave();
        return signal === RETURN ? frame.results : NOTHING;
      }
      given = Array.isArray(frame.results) ? frame.results : [];
      if (!(frame.callee instanceof Closure)) {
        const results = frame.callee.call(machine, given);
        machine.leave();
        return results;
      }
      closure = frame.callee;
    }
  }
}

function frameOf(machine: Machine, { prototype, upvalues }: Closure, args: LuaValue[]): Frame {
  const { parameters, varargs } = prototype;
  const frame = new Frame(machine, upvalues, varargs ? args.slice(parameters.length) : NOTHING);
  for (let index = 0; index < parameters.length; index++) {
    const parameter = parameters[index];
    if (parameter === undefined) break;
    if (parameter.captured) frame.cells[parameter.slot] = { value: args[index] };
    else frame.slots[parameter.slot] = args[index];
  }
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
