/** Sets by name. Empty ones take no room. */
export class GroupedSets<T> {
  readonly #sets = new Map<string, T | Set<T>>();

  add(name: string, member: T): void {
    const found = this.#sets.get(name);
    if (found === undefined) this.#sets.set(name, member);
    else if (found instanceof Set) found.add(member);
    else if (found !== member) this.#sets.set(name, new Set([found, member]));
  }

  delete(name: string, member: T): void {
    const found = this.#sets.get(name);
    if (found === member) this.#sets.delete(name);
    if (!(found instanceof Set)) return;
    found.delete(member);
    if (found.size === 0) this.#sets.delete(name);
  }

  get(name: string): readonly T[] {
    const found = this.#sets.get(name);
    if (found === undefined) return [];
    return found instanceof Set ? [...found] : [found];
  }
}
