/** The functions without a prefix. Those that print do nothing; those that read files are in io-library.ts. */

import { LuaFault } from '../runtime/fault.ts';
import type { Machine } from '../runtime/machine.ts';
import { rawSet } from '../runtime/operate.ts';
import { LuaTable } from '../runtime/table.ts';
import { Userdata } from '../runtime/userdata.ts';
import { isTruthy, type LuaValue, NOTHING, type Results, typeOf } from '../runtime/value.ts';
import type { Arguments } from './arguments.ts';
import { getEnvironment, setEnvironment } from './environment-library.ts';
import { library, native } from './library.ts';
import { load, loadString } from './load.ts';
import { protectedCall, protectedCallWithHandler } from './protected-call.ts';
import { toNumber } from './to-number.ts';
import { metatableOf, toText } from './to-text.ts';

const pairsStep = native((args) => next(args.table(1), args.at(2)), 'entries');
const ipairsStep = native(stepList, 'list');

export const BASE_LIBRARY = library(
  {
    _printregs: () => NOTHING,
    assert: assertTrue,
    collectgarbage: () => NOTHING,
    error: raise,
    getfenv: getEnvironment,
    getmetatable: getMetatable,
    ipairs: (args) => [ipairsStep, args.table(1), 0],
    load,
    loadstring: loadString,
    newproxy: newProxy,
    next: (args) => next(args.table(1), args.at(2)),
    pairs: (args) => [pairsStep, args.table(1), undefined],
    pcall: protectedCall,
    print: () => NOTHING,
    rawequal: (args) => args.any(1) === args.any(2),
    rawget: (args) => args.table(1).get(args.any(2)),
    rawset: setRaw,
    select,
    setfenv: setEnvironment,
    setmetatable: setMetatable,
    tonumber: toNumber,
    tostring,
    type: (args) => typeOf(args.any(1)),
    unpack,
    xpcall: protectedCallWithHandler,
  },
  { _VERSION: 'Lua 5.1', _GOPHER_LUA_VERSION: 'GopherLua 0.1' },
);

const PROXY_BYTES = 64;

/** With `true` it has a metatable of its own, with another proxy the one of that. */
function newProxy({ machine, values: [like] }: Arguments): Results {
  machine.allocate(PROXY_BYTES);
  const made = new Userdata();
  if (like === true) made.metatable = new LuaTable(machine);
  else if (like instanceof Userdata) made.metatable = like.metatable;
  return made;
}

function assertTrue(args: Arguments): Results {
  if (isTruthy(args.at(1))) return args.values;
  throw args.machine.fault(args.optionalString(2, 'assertion failed!'));
}

/** Level 2 names the same place as level 1; only from 3 on do the callers count. Zero names none. */
function raise(args: Arguments): Results {
  const value = args.any(1);
  const level = args.optionalInteger(2, 1);
  if (typeof value !== 'string' || level <= 0) throw new LuaFault(value);
  throw new LuaFault(`${args.machine.where(Math.max(level - 2, 0))} ${value}`);
}

function getMetatable(args: Arguments): Results {
  const metatable = metatableOf(args.machine, args.any(1));
  return metatable?.getName('__metatable') ?? metatable;
}

function setMetatable(args: Arguments): Results {
  const metatable = args.oneOf(2, 'nil', 'table');
  const table = args.at(1);
  const { machine } = args;
  if (table === undefined) throw machine.fault('cannot set metatable to a nil object.');
  if (metatableOf(machine, table)?.getName('__metatable') !== undefined) {
    throw machine.fault('cannot change a protected metatable');
  }
  const wanted = metatable instanceof LuaTable ? metatable : undefined;
  setMetatableOf(machine, table, wanted);
  return table;
}

/** Of a table or a proxy itself, or of all values of a type. */
export function setMetatableOf(machine: Machine, value: LuaValue, metatable: LuaTable | undefined): void {
  if (value instanceof LuaTable || value instanceof Userdata) value.metatable = metatable;
  else machine.shareMetatable(typeOf(value), metatable);
}

function setRaw(args: Arguments): Results {
  rawSet(args.machine, args.table(1), [args.any(2), args.any(3)]);
  return NOTHING;
}

function next(table: LuaTable, key: LuaValue): Results {
  return table.next(key);
}

function stepList(args: Arguments): Results {
  const place = args.integer(2) + 1;
  const value = args.table(1).get(place);
  return value === undefined ? NOTHING : [place, value];
}

function select(args: Arguments): Results {
  const from = args.oneOf(1, 'number', 'string');
  if (typeof from === 'string') {
    if (from !== '#') throw args.fault(1, `invalid string '${from}'`);
    return args.count - 1;
  }
  const wanted = args.integer(1);
  const place = wanted < 0 ? args.count + wanted : Math.min(wanted, args.count);
  if (place < 1) throw args.fault(1, 'index out of range');
  return args.values.slice(place);
}

/** The digits of a number are sought for a while. */
const NUMBER_STEPS = 5;

function tostring(args: Arguments): Results {
  args.machine.spend(NUMBER_STEPS);
  return toText(args.machine, args.any(1));
}

/** As many values as gopher-lua has room for. */
const MAX_VALUES = 5000;

function unpack(args: Arguments): Results {
  const table = args.table(1);
  const start = args.optionalInteger(2, 1);
  const end = args.optionalInteger(3, table.length);
  const count = Math.max(end - start + 1, 0);
  if (count > MAX_VALUES) throw args.machine.fault('registry overflow');
  args.machine.spend(count);
  const found: LuaValue[] = [];
  for (let place = start; place <= end; place++) found.push(table.get(place));
  return found;
}
