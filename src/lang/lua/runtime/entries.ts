/** What a table holds under keys that are no places of its list, in order of arrival. */
import type { LuaValue } from './value.ts';

/** So many keys are found sooner by looking at each. */
const FEW = 8;

export class Entries {
  readonly keys: LuaValue[] = [];
  /** Nil where an entry was taken away; it keeps its place. */
  readonly values: LuaValue[] = [];
  #places: Map<LuaValue, number> | undefined = undefined;

  /** Where a key is; -1 where it is not. Keys are never NaN. */
  placeOf(key: LuaValue): number {
    if (this.#places !== undefined) return this.#places.get(key) ?? -1;
    const { keys } = this;
    for (let place = 0; place < keys.length; place++) if (keys[place] === key) return place;
    return -1;
  }

  add(key: LuaValue, value: LuaValue): void {
    const place = this.keys.push(key) - 1;
    this.values.push(value);
    if (this.#places !== undefined) this.#places.set(key, place);
    else if (place >= FEW) this.#places = new Map(this.keys.map((known, index) => [known, index]));
  }
}
