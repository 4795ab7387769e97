/** The global table of a run: base functions, the libraries that are open, and what the caller gives. */
import type { Machine } from '../runtime/machine.ts';
import { type LazyContent, LuaTable, UNKNOWN } from '../runtime/table.ts';
import type { LuaValue } from '../runtime/value.ts';
import { BASE_LIBRARY } from './base-library.ts';
import { CHANNEL_LIBRARY } from './channel-library.ts';
import { COROUTINE_LIBRARY } from './coroutine-library.ts';
import { DEBUG_LIBRARY } from './debug-library.ts';
import { FILE_FUNCTIONS, IO_LIBRARY } from './io-library.ts';
import { type Library, libraryTable, native } from './library.ts';
import { MATH_LIBRARY } from './math-library.ts';
import { OS_LIBRARY } from './os-library.ts';
import { Packages } from './packages.ts';
import { STRING_LIBRARY } from './string-library.ts';
import { TABLE_LIBRARY } from './table-library.ts';

export type LibraryName = 'table' | 'string' | 'math' | 'os' | 'coroutine' | 'debug' | 'io' | 'channel';

const LIBRARIES: Readonly<Record<LibraryName, Library>> = {
  table: TABLE_LIBRARY,
  string: STRING_LIBRARY,
  math: MATH_LIBRARY,
  os: OS_LIBRARY,
  coroutine: COROUTINE_LIBRARY,
  debug: DEBUG_LIBRARY,
  io: IO_LIBRARY,
  channel: CHANNEL_LIBRARY,
};

const FOUND_WHEN_FILLED: ReadonlySet<string> = new Set(['_G', 'module', 'package', 'require']);

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
    const found = BASE_LIBRARY.get(name) ?? this.#files()?.get(name);
    if (found !== undefined) return found;
    if (isOpen(this.#options.libraries, name)) return this.#library(name);
    return FOUND_WHEN_FILLED.has(name) ? UNKNOWN : undefined;
  }

  fill(table: LuaTable): void {
    for (const [name, value] of BASE_LIBRARY) table.set(name, value);
    for (const [name, value] of this.#files() ?? []) table.set(name, value);
    for (const name of this.#options.libraries) table.set(name, this.#library(name));
    for (const [name, value] of Object.entries(this.#options.given)) table.set(name, value);
    table.set('_G', this.self);
    const packages = new Packages(this.#machine, { loaded: this.#loaded(), preload: this.#preload() });
    table.set('package', packages.table);
    table.set('require', packages.require);
    table.set('module', packages.module);
  }

  #files(): Library | undefined {
    return this.#options.libraries.includes('io') ? FILE_FUNCTIONS : undefined;
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
    for (const name of this.#options.libraries) loaded.set(name, this.#library(name));
    loaded.set('_G', this.self);
    return loaded;
  }

  #preload(): LuaTable {
    const preload = new LuaTable(this.#machine);
    for (const name of this.#options.requirable)
      preload.set(
        name,
        native(() => this.#library(name)),
      );
    return preload;
  }
}

function isOpen(libraries: readonly LibraryName[], name: string): name is LibraryName {
  return (libraries as readonly string[]).includes(name);
}
