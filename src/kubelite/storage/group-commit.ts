/** Many writes, one wait for the disk: who waits while the disk is busy shares the next round. */

export class GroupCommit {
  readonly #sync: () => Promise<void>;
  #written = 0;
  #synced = 0;
  #round: Promise<void> | undefined;

  /** `sync` makes everything durable that was written before it was called. */
  constructor(sync: () => Promise<void>) {
    this.#sync = sync;
  }

  /** Counts a write. */
  wrote(): void {
    this.#written += 1;
  }

  /** Resolves when the disk has every write counted so far. Rejects as `sync` does. */
  async settled(): Promise<void> {
    const wanted = this.#written;
    while (this.#synced < wanted) {
      this.#round ??= this.#run();
      await this.#round;
    }
  }

  /** The round under way; whoever needs that there is none has to look again after it. */
  get round(): Promise<void> | undefined {
    return this.#round;
  }

  async #run(): Promise<void> {
    const upTo = this.#written;
    try {
      await this.#sync();
      this.#synced = upTo;
    } finally {
      this.#round = undefined;
    }
  }
}
