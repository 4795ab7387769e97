/** The global table of a run: base functions, the libraries that are open, and what the caller gives. */
import type { Machine } from '../runtime/machine.ts';
import { type LazyContent, LuaTable, UNKNOWN } from '../runtime/table.ts';
import type { LuaValue } from '../runtime/value.ts';
import { BASE_LIBRARY } from './base-library.ts';
import { COROUTINE_LIBRARY } from './coroutine-library.ts';
import { type Library, libraryTable, native } from './library.ts';
import { MATH_LIBRARY } from './math-library.ts';
import { OS_LIBRARY } from './os-library.ts';
import { STRING_LIBRARY } from './string-library.ts';
import { TABLE_LIBRARY } from './table-library.ts';

export type LibraryName = 'table' | 'string' | 'math' | 'os' | 'coroutine';

const LIBRARIES: Readonly<Record<LibraryName, Library>> = {
  table: TABLE_LIBRARY,
  string: STRING_LIBRARY,
  math: MATH_LIBRARY,
  os: OS_LIBRARY,
  coroutine: COROUTINE_LIBRARY,
};

export interface GlobalsOptions {
  readonly libraries: readonly LibraryName[];
  /** Libraries that `require` finds though they are not open. */
  readonly requirable: readonly LibraryName[];
  readonly given: Readonly<Record<string, LuaValue>>;
}

/** Tables of libraries are made when they are asked for. */
export function globalTable(machine: Machine, options: GlobalsOptions): LuaTable {
  const content = new GlobalContent(machine, options);
  const table = new LuaTable(machine, content);
  content.self = table;
  if (options.libraries.includes('string')) machine.shareMetatable('string', content.strings());
  return table;
}

class GlobalContent implements LazyContent {
  self: LuaTable | undefined = undefined;
  readonly #machine: Machine;
  readonly #options: GlobalsOptions;
  #made: Map<string, LuaTable> | undefined = undefined;

  constructor(machine: Machine, options: GlobalsOptions) {
    this.#machine = machine;
    this.#options = options;
  }

  peek(name: string): LuaValue | typeof UNKNOWN {
    const given = this.#options.given[name];
    if (given !== undefined && Object.hasOwn(this.#options.given, name)) return given;
    const found = BASE_LIBRARY.get(name);
    if (found !== undefined) return found;
    if (isOpen(this.#options.libraries, name)) return this.#library(name);
    return name === '_G' || name === 'package' || name === 'require' ? UNKNOWN : undefined;
  }

  fill(table: LuaTable): void {
    for (const [name, value] of BASE_LIBRARY) table.set(name, value);
    for (const name of this.#options.libraries) table.set(name, this.#library(name));
    for (const [name, value] of Object.entries(this.#options.given)) table.set(name, value);
    table.set('_G', this.self);
    const loaded = this.#loaded();
    table.set('package', this.#package(loaded));
    table.set(
      'require',
      native((args) => {
        const found = loaded.get(args.string(1));
        if (found !== undefined) return found;
        throw args.machine.fault(`module ${args.string(1)} not found`);
      }),
    );
  }

  /** The string library, by which strings are indexed. */
  strings(): LuaTable {
    const table = this.#library('string');
    table.set('__index', table);
    return table;
  }

  #library(name: LibraryName): LuaTable {
    const known = this.#made?.get(name);
    if (known !== undefined) return known;
    const made = libraryTable(this.#machine, LIBRARIES[name]);
    this.#made ??= new Map();
    this.#made.set(name, made);
    return made;
  }

  #loaded(): LuaTable {
    const loaded = new LuaTable(this.#machine);
    const { libraries, requirable } = this.#options;
    for (const name of [...libraries, ...requirable]) loaded.set(name, this.#library(name));
    loaded.set('_G', this.self);
    return loaded;
  }

  #package(loaded: LuaTable): LuaTable {
    const table = new LuaTable(this.#machine);
    table.set('loaded', loaded);
    table.set('preload', new LuaTable(this.#machine));
    table.set('path', '');
    table.set('cpath', '');
    return table;
  }
}

function isOpen(libraries: readonly LibraryName[], name: string): name is LibraryName {
  return (libraries as readonly string[]).includes(name);
}
