/** Answers of servers whose answer may change, each good for a while and asked for once at a time. */
import type { Clock } from '../../base/clock.ts';

interface Kept<V> {
  readonly value: V;
  readonly at: number;
  readonly bytes: number;
}

/** How much is kept: the oldest answers go first. */
export interface KeptLimits<V> {
  readonly bytesOf: (value: V) => number;
  readonly budget: number;
}

const MOST = 10_000;

export class KeptAnswers<V> {
  readonly #clock: Clock;
  readonly #kept = new Map<string, Kept<V>>();
  readonly #running = new Map<string, Promise<V>>();
  readonly #limits: KeptLimits<V>;
  #used = 0;

  constructor(clock: Clock, limits: KeptLimits<V> = { bytesOf: () => 0, budget: 0 }) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** An answer of at most that age in milliseconds, else a new one; 0 always asks. Rejects as `ask` does, and keeps no fault. */
  async get(key: string, maxAge: number, ask: () => Promise<V>): Promise<V> {
    const known = this.#kept.get(key);
    if (known !== undefined && maxAge > 0 && this.#clock.monotonic() - known.at <= maxAge) return known.value;
    const running = this.#running.get(key);
    if (running !== undefined) return await running;
    const asking = ask();
    this.#running.set(key, asking);
    try {
      const value = await asking;
      this.#keep(key, value);
      return value;
    } finally {
      this.#running.delete(key);
    }
  }

  #keep(key: string, value: V): void {
    this.#drop(key);
    const bytes = this.#limits.bytesOf(value);
    this.#kept.set(key, { value, at: this.#clock.monotonic(), bytes });
    this.#used += bytes;
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST && this.#used <= this.#limits.budget) return;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#used -= this.#kept.get(key)?.bytes ?? 0;
    this.#kept.delete(key);
  }
}
