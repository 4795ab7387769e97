/**
 * Where lists grow until their length is known, lists in lists on one stack: trees live long, and an array that grew by
 * itself has room to spare.
 */
export class Growing<T> {
  readonly #items: T[] = [];
  #length = 0;

  /** Begins a list: `since` this mark ends it. */
  get mark(): number {
    return this.#length;
  }

  push(item: T): void {
    this.#items[this.#length] = item;
    this.#length += 1;
  }

  /** What was pushed since the mark, taken off. */
  since(mark: number): T[] {
    const list = this.#items.slice(mark, this.#length);
    this.#length = mark;
    return list;
  }
}
