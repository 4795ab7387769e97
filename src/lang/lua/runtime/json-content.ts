/** JSON as Lua tables: lists count from 1, null is nil. Only what a program looks at is converted. */
import { isList, type Json, type JsonObject } from '../../../base/json-value.ts';
import { bytesOf, textOf } from './byte-text.ts';
import { Entries } from './entries.ts';
import type { Machine } from './machine.ts';
import { type LazyContent, LuaTable } from './table.ts';
import type { LuaValue } from './value.ts';

/** The Lua value of a JSON value. Changing it changes nothing outside. */
export function luaValueOf(machine: Machine, value: Json | undefined): LuaValue {
  switch (typeof value) {
    case 'undefined':
    case 'boolean':
    case 'number':
      return value;
    case 'bigint':
      return Number(value);
    case 'string':
      return bytesOf(value);
    default:
      if (value === null) return undefined;
      return new LuaTable(machine, isList(value) ? new ListContent(machine, value) : new ObjectContent(machine, value));
  }
}

class ObjectContent implements LazyContent {
  readonly #machine: Machine;
  readonly #object: JsonObject;
  /** Tables that were given already: they must stay the same each time. */
  #given: Entries | undefined = undefined;

  constructor(machine: Machine, object: JsonObject) {
    this.#machine = machine;
    this.#object = object;
  }

  /** What every object has without being asked are functions, or an object. */
  peek(name: string, key: string = textOf(name)): LuaValue {
    const value = this.#object[key];
    if (typeof value === 'string') return bytesOf(value);
    if (typeof value === 'function') return undefined;
    if (typeof value !== 'object' || value === null) return luaValueOf(this.#machine, value);
    return Object.hasOwn(this.#object, key) ? this.#table(key) : undefined;
  }

  /** The table of a member, made at most once. */
  #table(key: string): LuaValue {
    const place = this.#given?.placeOf(key) ?? -1;
    if (this.#given !== undefined && place >= 0) return this.#given.values[place];
    const made = luaValueOf(this.#machine, this.#object[key]);
    this.#given ??= new Entries();
    this.#given.add(key, made);
    return made;
  }

  fill(table: LuaTable): void {
    for (const key of Object.keys(this.#object)) {
      const value = this.#object[key];
      const nested = typeof value === 'object' && value !== null;
      const converted = nested ? this.#table(key) : luaValueOf(this.#machine, value);
      if (converted !== undefined) table.addEntry(bytesOf(key), converted);
    }
  }
}

class ListContent implements LazyContent {
  readonly #machine: Machine;
  readonly #list: readonly Json[];

  constructor(machine: Machine, list: readonly Json[]) {
    this.#machine = machine;
    this.#list = list;
  }

  peek(): undefined {
    return undefined;
  }

  /** Nulls leave no hole: what follows moves up. */
  fill(table: LuaTable): void {
    const items: LuaValue[] = [];
    for (const value of this.#list) {
      const converted = luaValueOf(this.#machine, value);
      if (converted !== undefined) items.push(converted);
    }
    table.addItems(items);
  }
}
