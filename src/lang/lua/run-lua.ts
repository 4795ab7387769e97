/** Lua 5.1 as gopher-lua runs it, for health checks and actions: a script, an object in, JSON out. */
import { AppError } from '../../base/errors.ts';
import type { Json } from '../../base/json-value.ts';
import { compileSource } from './compile/compile-source.ts';
import { globalTable, type LibraryName } from './library/globals.ts';
import { faultOf } from './library/protected-call.ts';
import { bytesOf, textOf } from './runtime/byte-text.ts';
import { Closure, type Prototype } from './runtime/closure.ts';
import type { LuaFault } from './runtime/fault.ts';
import { luaValueOf } from './runtime/json-content.ts';
import { jsonOf } from './runtime/json-result.ts';
import { type Limits, Machine } from './runtime/machine.ts';
import { type LuaType, type LuaValue, listOf, plainText, typeOf } from './runtime/value.ts';

/** Compiled; may run any number of times. */
export interface LuaScript {
  readonly prototype: Prototype;
}

/** Reads a script. Throws `lua.syntax` and `lua.compile` (user), which name the line. */
export function compileLua(source: string): LuaScript {
  return { prototype: compileSource(bytesOf(source)) };
}

export interface LuaRun {
  /** Global variables. */
  readonly globals: Readonly<Record<string, Json>>;
  readonly libraries: readonly LibraryName[];
  /** Libraries that are not open but found by `require`. */
  readonly requirable?: readonly LibraryName[];
  /** Seconds since 1970, for libraries that tell the time. */
  readonly now: number;
  readonly limits: Limits;
}

export interface LuaResult {
  readonly value: Json;
  readonly type: LuaType;
}

/**
 * Runs a script and gives the last value it returns (nil where it returns none). Throws `lua.failed` (user) for an error of
 * the script and for a result that JSON cannot hold, `lua.exhausted` (user) for a run beyond its limits.
 */
export function runLua(script: LuaScript, run: LuaRun): LuaResult {
  const machine = new Machine(run.limits, { now: run.now, globals: (own) => globalsOf(own, run) });
  try {
    const value = listOf(
      new Closure(script.prototype, { upvalues: [], environment: machine.environment }).call(machine, []),
    ).at(-1);
    return { value: jsonOf(value), type: typeOf(value) };
  } catch (error) {
    throw failure(faultOf(machine, error));
  }
}

function globalsOf(machine: Machine, { globals, libraries, requirable = [] }: LuaRun) {
  const given: Record<string, LuaValue> = {};
  for (const [name, value] of Object.entries(globals)) given[name] = luaValueOf(machine, value);
  return globalTable(machine, { libraries, requirable, given });
}

function failure({ value }: LuaFault): AppError {
  return new AppError({ code: 'lua.failed', kind: 'user', message: textOf(plainText(value)) });
}
