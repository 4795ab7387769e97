/** Keeps what was used last, up to a number of bytes. */
export class ByteLru<V> {
  readonly #budget: number;
  readonly #entries = new Map<string, { readonly value: V; readonly bytes: number }>();
  #used = 0;

  constructor(budget: number) {
    this.#budget = budget;
  }

  /** Bytes in use. */
  get used(): number {
    return this.#used;
  }

  get(key: string): V | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.value;
  }

  /** What alone exceeds the budget is not kept. */
  set(key: string, value: V, bytes: number): void {
    this.delete(key);
    if (bytes > this.#budget) return;
    this.#entries.set(key, { value, bytes });
    this.#used += bytes;
    for (const oldest of this.#entries.keys()) {
      if (this.#used <= this.#budget) return;
      this.delete(oldest);
    }
  }

  delete(key: string): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    this.#entries.delete(key);
    this.#used -= entry.bytes;
  }
}
