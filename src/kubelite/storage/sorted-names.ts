/** Names in byte order, kept sorted by binary insertion: lists come out in the order of the store without sorting. */
export class SortedNames {
  readonly #names: string[] = [];

  get size(): number {
    return this.#names.length;
  }

  add(name: string): void {
    const at = this.indexAfter(name);
    if (this.#names[at - 1] === name) return;
    this.#names.splice(at, 0, name);
  }

  remove(name: string): void {
    const at = this.indexAfter(name) - 1;
    if (this.#names[at] === name) this.#names.splice(at, 1);
  }

  at(index: number): string | undefined {
    return this.#names[index];
  }

  /** How many names are not above this one. */
  indexAfter(name: string): number {
    let low = 0;
    let high = this.#names.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#names[middle] ?? '') <= name) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  [Symbol.iterator](): IterableIterator<string> {
    return this.#names[Symbol.iterator]();
  }
}
