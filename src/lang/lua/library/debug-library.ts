/** `debug.*` as far as a script sees itself; local variables are not to be had from outside. */
import { Closure } from '../runtime/closure.ts';
import type { Frame } from '../runtime/frame.ts';
import { LuaTable } from '../runtime/table.ts';
import { isFunction, type LuaValue, NOTHING, type Results } from '../runtime/value.ts';
import type { Arguments } from './arguments.ts';
import { setMetatableOf } from './base-library.ts';
import { environmentOf } from './environment-library.ts';
import { type Library, library } from './library.ts';
import { refused } from './refused.ts';
import { metatableOf } from './to-text.ts';

const VARIABLES = ['getlocal', 'getupvalue', 'setlocal', 'setupvalue'];

export const DEBUG_LIBRARY: Library = new Map<string, LuaValue>([
  ...library({
    getfenv: (args) => environmentOf(args.machine, args.any(1)),
    getinfo: getInformation,
    getmetatable: visibleMetatable,
    setfenv: setEnvironment,
    setmetatable: (args) => {
      const metatable = args.oneOf(2, 'nil', 'table');
      setMetatableOf(args.machine, args.at(1), metatable instanceof LuaTable ? metatable : undefined);
      return args.at(1);
    },
    traceback,
  }),
  ...library(
    Object.fromEntries(
      VARIABLES.map((name) => [name, refused(`debug.${name}`, 'variables are seen by their names only')]),
    ),
  ),
]);

function visibleMetatable(args: Arguments): Results {
  const metatable = metatableOf(args.machine, args.any(1));
  return metatable?.getName('__metatable') ?? metatable;
}

function setEnvironment(args: Arguments): Results {
  const target = args.any(1);
  const environment = args.any(2);
  if (!(environment instanceof LuaTable)) {
    throw args.machine.fault(`cannot use ${args.typeAt(2)} as an environment`);
  }
  if (target instanceof Closure) target.environment = environment;
  return NOTHING;
}

/** Of a function, or of the one at a level of those that run; nil where there is none. */
function getInformation(args: Arguments): Results {
  const of = args.oneOf(1, 'function', 'number');
  const frame = typeof of === 'number' ? args.machine.frameAt(Math.trunc(of) - 1) : undefined;
  if (typeof of === 'number' && frame === undefined) return undefined;
  const told = frame === undefined ? of : frame.closure;
  const table = new LuaTable(args.machine);
  const written = told instanceof Closure;
  const kind = frame !== undefined && frame.caller === undefined ? 'main' : 'Lua';
  table.set('what', written ? kind : 'G');
  table.set('source', written ? '<string>' : '');
  table.set('currentline', frame?.line ?? -1);
  table.set('nups', written ? told.upvalues.length : 0);
  table.set('func', isFunction(told) ? told : undefined);
  return table;
}

/** Where the program is, by lines. */
function traceback(args: Arguments): Results {
  const message = args.at(1);
  const lines = typeof message === 'string' && message !== '' ? [message] : [];
  lines.push('stack traceback:');
  for (let frame: Frame | undefined = args.machine.frame; frame !== undefined; frame = frame.caller) {
    if (frame.closure !== undefined) {
      lines.push(`\t<string>:${frame.line}: in ${frame.caller === undefined ? 'main chunk' : 'function'}`);
    }
  }
  lines.push('\t[G]: ?');
  const text = lines.join('\n');
  args.machine.allocateString(text.length);
  return text;
}
