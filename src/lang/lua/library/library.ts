/** A library as a table of functions, made when a program asks for it. */
import { NativeFunction, type Walk } from '../runtime/closure.ts';
import type { Machine } from '../runtime/machine.ts';
import { type LazyContent, LuaTable, type UNKNOWN } from '../runtime/table.ts';
import type { LuaValue, Results } from '../runtime/value.ts';
import { Arguments } from './arguments.ts';

export type LibraryFunction = (args: Arguments) => Results;

/** Names to functions and constants, shared by all runs. */
export type Library = ReadonlyMap<string, LuaValue>;

export function library(
  functions: Readonly<Record<string, LibraryFunction>>,
  constants: Readonly<Record<string, number | string>> = {},
): Library {
  const made = Object.entries(functions).map(([name, code]) => [name, native(code)] as const);
  return new Map<string, LuaValue>([...made, ...Object.entries(constants)]);
}

export function native(code: LibraryFunction, walk?: Walk): NativeFunction {
  const call = (machine: Machine, values: LuaValue[]): Results => {
    machine.makeRoom();
    return code(new Arguments(machine, values, machine.takeCallName()));
  };
  return new NativeFunction(call, walk);
}

/** The library as a table of this run, which the program may change. */
export function libraryTable(machine: Machine, entries: Library): LuaTable {
  return new LuaTable(machine, new LibraryContent(entries));
}

class LibraryContent implements LazyContent {
  readonly #entries: Library;

  constructor(entries: Library) {
    this.#entries = entries;
  }

  peek(name: string): LuaValue | typeof UNKNOWN {
    return this.#entries.get(name);
  }

  fill(table: LuaTable): void {
    for (const [name, value] of this.#entries) table.set(name, value);
  }
}
