/** Lua tables with gopher-lua's length and order: a list for whole keys from 1, all other keys in order of arrival. */
import { Entries } from './entries.ts';
import type { LuaValue } from './value.ts';

/** What a table holds before anything but single names is asked of it. */
export interface LazyContent {
  /** The value under a name where it can be had alone; otherwise the table is filled first. `text`: the name's letters. */
  peek(name: string, text?: string): LuaValue | typeof UNKNOWN;
  fill(table: LuaTable): void;
}

export const UNKNOWN: unique symbol = Symbol('unknown until filled');

/** Counts what a run allocates and does; throws where that is too much. */
export interface Allocator {
  allocate(bytes: number): void;
  spend(steps: number): void;
}

const MAX_LIST_INDEX = 67_108_864;
const ENTRY_BYTES = 64;
const SLOT_BYTES = 16;

/** The list of every table that has none. Never changed. */
const NO_LIST: LuaValue[] = [];

export class LuaTable {
  metatable: LuaTable | undefined = undefined;
  #list: LuaValue[] = NO_LIST;
  #entries: Entries | undefined = undefined;
  #content: LazyContent | undefined;
  readonly #allocator: Allocator;

  constructor(allocator: Allocator, content: LazyContent | undefined = undefined) {
    this.#allocator = allocator;
    this.#content = content;
  }

  /** Without metatables, as are all methods here. */
  get(key: LuaValue): LuaValue {
    if (typeof key === 'string') return this.getName(key);
    if (this.#content !== undefined) this.#fill();
    if (isListKey(key)) return this.#list[key - 1];
    return this.#lookup(key);
  }

  /** `get` for a whole number. */
  item(place: number): LuaValue {
    if (this.#content !== undefined) this.#fill();
    return isListKey(place) ? this.#list[place - 1] : this.#lookup(place);
  }

  /** `text`: the letters of the name, where the caller has them. */
  getName(name: string, text?: string): LuaValue {
    const entries = this.#entries;
    if (entries !== undefined) {
      const place = entries.placeOf(name);
      if (place >= 0) return entries.values[place];
    }
    if (this.#content === undefined) return undefined;
    const found = this.#content.peek(name, text);
    if (found !== UNKNOWN) return found;
    this.#fill();
    return this.#lookup(name);
  }

  /** Gives a table that is being filled in its list, which is its own from now on. */
  addItems(items: LuaValue[]): void {
    this.#allocator.allocate(SLOT_BYTES * items.length);
    if (items.length > 0) this.#list = items;
  }

  /** Adds an entry to a table that is being filled in and has none of this name. */
  addEntry(name: string, value: LuaValue): void {
    this.#allocator.allocate(ENTRY_BYTES);
    this.#entries ??= new Entries();
    this.#entries.add(name, value);
  }

  /** The key is neither nil nor NaN. */
  set(key: LuaValue, value: LuaValue): void {
    // A name may be set beside what is not filled in yet; taking one away may not.
    if (this.#content !== undefined && (typeof key !== 'string' || value === undefined)) this.#fill();
    if (isListKey(key)) this.#setAt(key, value);
    else this.#setOther(key, value);
  }

  /** `set` for a name. */
  setName(name: string, value: LuaValue): void {
    if (this.#content !== undefined && value === undefined) this.#fill();
    this.#setOther(name, value);
  }

  /** The last whole key that holds a value, holes before it or not. */
  get length(): number {
    if (this.#content !== undefined) this.#fill();
    let length = this.#list.length;
    while (length > 0 && this.#list[length - 1] === undefined) length--;
    this.#passedOver(this.#list.length - length);
    return length;
  }

  /** Puts a value behind the last one; nil does nothing. */
  append(value: LuaValue): void {
    if (value !== undefined) this.set(this.length + 1, value);
  }

  /** Makes room at a position of the list and puts the value there. */
  insert(position: number, value: LuaValue): void {
    if (this.#content !== undefined) this.#fill();
    if (position > this.#list.length || position <= 0) {
      this.set(position, value);
      return;
    }
    this.#allocator.allocate(SLOT_BYTES);
    this.#list.splice(position - 1, 0, value);
  }

  /** Takes a value out of the list; a position below 1 means the last one. */
  remove(position: number): LuaValue {
    if (this.#content !== undefined) this.#fill();
    const last = this.#list.length - 1;
    const index = position - 1;
    if (last < 0 || index > last) return undefined;
    return index < 0 || index === last ? this.#list.pop() : this.#list.splice(index, 1)[0];
  }

  /** The list part, with nil where there are holes; sorting changes it in place. */
  get list(): LuaValue[] {
    if (this.#content !== undefined) this.#fill();
    return this.#list;
  }

  /** The entry after this key (after nil: the first): key and value, or undefined at the end. */
  next(key: LuaValue): [LuaValue, LuaValue] | undefined {
    if (this.#content !== undefined) this.#fill();
    if (key !== undefined && !isListKey(key)) return this.#nextOther(this.#placeOf(key) + 1);
    const from = key ?? 0;
    // Behind the list it is a key that is not there.
    if (from > this.#list.length && this.#list.length > 0) return this.#nextOther(1);
    for (let index = from; index < this.#list.length; index++) {
      if (this.#list[index] === undefined) continue;
      this.#passedOver(index - from);
      return [index + 1, this.#list[index]];
    }
    this.#passedOver(this.#list.length - from);
    return this.#nextOther(0);
  }

  #nextOther(from: number): [LuaValue, LuaValue] | undefined {
    const entries = this.#entries;
    if (entries === undefined) return undefined;
    for (let place = from; place < entries.keys.length; place++) {
      const value = entries.values[place];
      if (value === undefined) continue;
      this.#passedOver(place - from);
      return [entries.keys[place], value];
    }
    this.#passedOver(entries.keys.length - from);
    return undefined;
  }

  /** Places without a value that were looked at. */
  #passedOver(places: number): void {
    if (places > 0) this.#allocator.spend(places);
  }

  /** An unknown key counts as the first one, as in gopher-lua. */
  #placeOf(key: LuaValue): number {
    return Math.max(this.#entries?.placeOf(key) ?? 0, 0);
  }

  #lookup(key: LuaValue): LuaValue {
    const entries = this.#entries;
    if (entries === undefined) return undefined;
    const place = entries.placeOf(key);
    return place < 0 ? undefined : entries.values[place];
  }

  #setOther(key: LuaValue, value: LuaValue): void {
    const place = this.#entries?.placeOf(key) ?? -1;
    if (this.#entries !== undefined && place >= 0) {
      this.#entries.values[place] = value;
      return;
    }
    if (value === undefined) return;
    this.#allocator.allocate(ENTRY_BYTES);
    this.#entries ??= new Entries();
    this.#entries.add(key, value);
  }

  #setAt(key: number, value: LuaValue): void {
    const missing = key - this.#list.length;
    if (missing > 0) {
      if (this.#list === NO_LIST) this.#list = [];
      this.#allocator.allocate(missing * SLOT_BYTES);
      for (let count = 1; count < missing; count++) this.#list.push(undefined);
      this.#list.push(value);
      return;
    }
    this.#list[key - 1] = value;
  }

  /** What was set before comes last, over what is filled in. */
  #fill(): void {
    const content = this.#content;
    const before = this.#entries;
    this.#content = undefined;
    this.#entries = undefined;
    content?.fill(this);
    before?.keys.forEach((key, place) => {
      this.#setOther(key, before.values[place]);
    });
  }
}

function isListKey(key: LuaValue): key is number {
  return typeof key === 'number' && key >= 1 && key < MAX_LIST_INDEX && Number.isInteger(key);
}
