/** `coroutine.yield`. */
import type { Machine } from './machine.ts';
import type { LuaFunction } from './value.ts';

/** A coroutine that meets this function stops by itself; where it is called otherwise nothing can stop. */
export class YieldFunction implements LuaFunction {
  readonly kind = 'function';

  call(machine: Machine): never {
    machine.takeCallName();
    if (machine.thread === undefined) throw machine.fault('can not yield from outside of a coroutine');
    throw machine.fault('attempt to yield across metamethod/C-call boundary');
  }
}
