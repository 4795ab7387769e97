/** `pcall` and `xpcall`: errors of the program become values; a run beyond its budget ends all the same. */
import { LuaFault } from '../runtime/fault.ts';
import type { Machine } from '../runtime/machine.ts';
import { call, metaOf } from '../runtime/operate.ts';
import { firstOf, isFunction, type LuaValue, listOf, type Results, typeOf } from '../runtime/value.ts';
import type { Arguments } from './arguments.ts';

export function protectedCall(args: Arguments): Results {
  const { machine } = args;
  const callee = args.any(1);
  if (!isFunction(callee) && !isFunction(metaOf(machine, callee, '__call'))) {
    return [false, `attempt to call a ${typeOf(callee)} value`];
  }
  const attempt = attemptCall(machine, callee, args.values.slice(1));
  return attempt.failed ? [false, attempt.error] : [true, ...listOf(attempt.results)];
}

export function protectedCallWithHandler(args: Arguments): Results {
  const { machine } = args;
  const attempt = attemptCall(machine, args.function(1), []);
  if (!attempt.failed) return [true, ...listOf(attempt.results)];
  const handled = attemptCall(machine, args.function(2), [attempt.error]);
  return [false, handled.failed ? handled.error : firstOf(handled.results)];
}

type Attempt =
  | { readonly failed: false; readonly results: Results }
  | { readonly failed: true; readonly error: LuaValue };

/** What throwing and catching takes beside evaluating parts. */
const CATCH_STEPS = 50;

function attemptCall(machine: Machine, callee: LuaValue, args: LuaValue[]): Attempt {
  const { frame } = machine;
  try {
    return { failed: false, results: machine.callingBack(() => call(machine, callee, args)) };
  } catch (error) {
    const fault = faultOf(machine, error);
    machine.spend(CATCH_STEPS);
    machine.frame = frame;
    return { failed: true, error: fault.value };
  }
}

/** An error of the program, also where our own stack was too small for it; anything else goes on. */
export function faultOf(machine: Machine, error: unknown): LuaFault {
  if (error instanceof LuaFault) return error;
  if (error instanceof RangeError) return machine.fault('stack overflow');
  throw error;
}
