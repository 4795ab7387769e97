/** `getfenv` and `setfenv`: the global variables of a function, or of the one at a level of those that run. */
import { Closure } from '../runtime/closure.ts';
import type { Machine } from '../runtime/machine.ts';
import type { LuaTable } from '../runtime/table.ts';
import { isFunction, type LuaValue, NOTHING, type Results } from '../runtime/value.ts';
import { type Arguments, toInteger } from './arguments.ts';

/** Level 0 is what loaded programs begin with; what is no function and no level has the globals. */
export function getEnvironment({ machine, count, values }: Arguments): Results {
  const of = count === 0 ? 1 : values[0];
  if (typeof of === 'number' && toInteger(of) <= 0) return machine.environment;
  const closure = typeof of === 'number' ? closureAt(machine, of) : of;
  return closure instanceof Closure ? closure.environment : machine.globals;
}

/** Gives the function whose variables they are now; throws for functions of libraries. */
export function setEnvironment(args: Arguments): Results {
  const { machine } = args;
  const environment = args.table(2);
  const of = args.at(1);
  if (typeof of === 'number' && toInteger(of) <= 0) {
    machine.environment = environment;
    return NOTHING;
  }
  const closure = typeof of === 'number' ? closureAt(machine, of) : of;
  if (!(closure instanceof Closure)) throw machine.fault('cannot change the environment of given object');
  closure.environment = environment;
  return closure;
}

/** Level 1 is the function that asks; calls at the end of others do not count. */
function closureAt(machine: Machine, level: number): Closure | undefined {
  let { frame } = machine;
  for (let left = toInteger(level); left > 1 && frame !== undefined; left--) frame = frame.caller;
  return frame?.closure;
}

/** Of `debug`: those of functions, nil for anything else. */
export function environmentOf(machine: Machine, value: LuaValue): LuaTable | undefined {
  if (value instanceof Closure) return value.environment;
  return isFunction(value) ? machine.globals : undefined;
}
