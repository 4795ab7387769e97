/** `package`, `require` and `module`. Modules are those that are open and what a script provides itself; no folder is searched. */

import type { Machine } from '../runtime/machine.ts';
import { call, index, setIndex } from '../runtime/operate.ts';
import { LuaTable } from '../runtime/table.ts';
import { Userdata } from '../runtime/userdata.ts';
import {
  firstOf,
  isFunction,
  isTruthy,
  type LuaFunction,
  type LuaValue,
  NOTHING,
  type Results,
} from '../runtime/value.ts';
import type { Arguments } from './arguments.ts';
import { native } from './library.ts';

const PATH = './?.lua;/usr/local/share/lua/5.1/?.lua;/usr/local/share/lua/5.1/?/init.lua';
const CONFIGURATION = '/\n;\n?\n!\n-\n';

export interface PackageOptions {
  /** What is open, by name. */
  readonly loaded: LuaTable;
  /** Makers of modules by name. */
  readonly preload: LuaTable;
}

/** Stands for a module that is being loaded. */
const LOADING = new Userdata();

/** What `require` and `module` of one run share; a script that replaces the tables in `package` changes nothing for them. */
export class Packages {
  readonly table: LuaTable;
  readonly require: LuaFunction = native((args) => this.#require(args));
  readonly module: LuaFunction = native((args) => this.#module(args));
  readonly #loaded: LuaTable;
  readonly #loaders: LuaTable;

  constructor(machine: Machine, { loaded, preload }: PackageOptions) {
    this.#loaded = loaded;
    this.#loaders = new LuaTable(machine);
    const table = new LuaTable(machine);
    this.#loaders.set(
      1,
      native((args) => preloaded(args, table)),
    );
    this.#loaders.set(
      2,
      native((args) => searched(args, table)),
    );
    table.set('preload', preload);
    table.set('loaders', this.#loaders);
    table.set('loaded', loaded);
    table.set('path', PATH);
    table.set('cpath', '');
    table.set('config', CONFIGURATION);
    table.set('loadlib', native(refuseLibrary));
    table.set('seeall', native(seeAll));
    this.table = table;
  }

  #require(args: Arguments): Results {
    const { machine } = args;
    const name = args.string(1);
    const known = index(machine, this.#loaded, name);
    if (known === LOADING) throw machine.fault(`loop or previous error loading module: ${name}`);
    if (isTruthy(known)) return known;
    const load = this.#loaderOf(machine, name);
    setIndex(machine, this.#loaded, [name, LOADING]);
    const given = machine.callingBack(() => firstOf(load.call(machine, [name])));
    const set = index(machine, this.#loaded, name);
    if (set !== LOADING) return set;
    const value = given ?? true;
    setIndex(machine, this.#loaded, [name, value]);
    return value;
  }

  /** The first loader that gives a function; those that do not say why. */
  #loaderOf(machine: Machine, name: string): LuaFunction {
    const reasons: string[] = [];
    for (let place = 1; ; place++) {
      machine.spend(1);
      const loader = this.#loaders.get(place);
      if (loader === undefined) throw machine.fault(`module ${name} not found:\n\t${reasons.join('\n\t')}, `);
      const found = machine.callingBack(() => firstOf(call(machine, loader, [name])));
      if (isFunction(found)) return found;
      if (typeof found === 'string') reasons.push(found);
    }
  }

  /** Makes a table of the name the global variables of the function that asks. */
  #module(args: Arguments): Results {
    const { machine } = args;
    const name = args.string(1);
    const table = this.#moduleTable(machine, name);
    const asking = machine.frame;
    if (asking === undefined) throw machine.fault('no calling stack.');
    if (asking.closure === undefined) throw machine.fault('module() can not be called from GFunctions.');
    asking.closure.environment = table;
    for (const option of args.values.slice(1)) machine.callingBack(() => call(machine, option, [table]));
    return table;
  }

  #moduleTable(machine: Machine, name: string): LuaTable {
    const known = index(machine, this.#loaded, name);
    const table = known instanceof LuaTable ? known : tableAt(machine, name);
    if (table !== known) setIndex(machine, this.#loaded, [name, table]);
    if (index(machine, table, '_NAME') !== undefined) return table;
    setIndex(machine, table, ['_M', table]);
    setIndex(machine, table, ['_NAME', name]);
    setIndex(machine, table, ['_PACKAGE', name.slice(0, name.lastIndexOf('.') + 1)]);
    return table;
  }
}

/** The table at a path of names within the globals; tables that are missing are made. */
function tableAt(machine: Machine, name: string): LuaTable {
  let here = machine.globals;
  for (const part of name.split('.')) {
    machine.spend(1);
    const known = here.get(part);
    const next = known ?? new LuaTable(machine);
    if (!(next instanceof LuaTable)) throw machine.fault(`name conflict for module: ${name}`);
    if (known === undefined) here.set(part, next);
    here = next;
  }
  return here;
}

function preloaded(args: Arguments, table: LuaTable): Results {
  const name = args.string(1);
  const preload = index(args.machine, table, 'preload');
  if (!(preload instanceof LuaTable)) throw args.machine.fault('package.preload must be a table');
  return index(args.machine, preload, name) ?? `no field package.preload['${name}']`;
}

/** What a search tells that finds nothing. */
function searched(args: Arguments, table: LuaTable): Results {
  const name = args.string(1).replaceAll('.', '/');
  const path = index(args.machine, table, 'path');
  if (typeof path !== 'string') throw args.machine.fault('package.path must be a string');
  const tried: LuaValue[] = [];
  for (const pattern of path.split(';')) {
    const file = pattern.replaceAll('?', () => name);
    args.machine.allocateString(file.length + 1);
    tried.push(`stat ${file}: no such file or directory`);
  }
  const text = tried.join('\n\t');
  args.machine.allocateString(text.length);
  return text;
}

function refuseLibrary({ machine }: Arguments): Results {
  throw machine.fault('loadlib is not supported');
}

/** Lets a module see the globals. */
function seeAll(args: Arguments): Results {
  const { machine } = args;
  const module = args.table(1);
  module.metatable ??= new LuaTable(machine);
  setIndex(machine, module.metatable, ['__index', machine.globals]);
  return NOTHING;
}
