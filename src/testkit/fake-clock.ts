/** A clock that stands still until a test moves it. Timers run in the order of their instants, then of their setting. */
import type { Clock, Instant, Timer } from '../base/clock.ts';

interface Pending {
  readonly at: number;
  readonly order: number;
  readonly action: () => void;
}

/** 2026-01-01T00:00:00Z. */
const START: Instant = Date.UTC(2026, 0, 1);

/** Rounds of waiting for promises and I/O callbacks after each timer. */
const FLUSH_ROUNDS = 3;

export class FakeClock implements Clock {
  #start: Instant;
  #elapsed = 0;
  #order = 0;
  #pending: readonly Pending[] = [];

  constructor(start: Instant = START) {
    this.#start = start;
  }

  now(): Instant {
    return this.#start + this.#elapsed;
  }

  monotonic(): number {
    return this.#elapsed;
  }

  elapsed(): number {
    return this.#elapsed;
  }

  /** Sets the wall clock forward or back: no time passes. */
  jump(milliseconds: number): void {
    this.#start += milliseconds;
  }

  after(milliseconds: number, action: () => void): Timer {
    const entry: Pending = { at: this.#elapsed + Math.max(0, milliseconds), order: this.#order, action };
    this.#order += 1;
    this.#pending = [...this.#pending, entry];
    return {
      cancel: () => {
        this.#pending = this.#pending.filter((other) => other !== entry);
      },
    };
  }

  sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) {
        reject(signal.reason);
        return;
      }
      const abort = () => {
        timer.cancel();
        reject(signal?.reason);
      };
      const timer = this.after(milliseconds, () => {
        signal?.removeEventListener('abort', abort);
        resolve();
      });
      signal?.addEventListener('abort', abort, { once: true });
    });
  }

  /** Number of timers that wait, e.g. to see that nothing was left behind. */
  get pendingTimers(): number {
    return this.#pending.length;
  }

  /** Instant of the next timer, or undefined. */
  get nextTimer(): Instant | undefined {
    const next = this.#next();
    return next === undefined ? undefined : this.#start + next.at;
  }

  /** Moves time and runs what falls due, also what due timers set; promises settle after each timer. */
  async advance(milliseconds: number): Promise<void> {
    const until = this.#elapsed + milliseconds;
    await flush();
    for (let next = this.#next(); next !== undefined && next.at <= until; next = this.#next()) {
      this.#run(next);
      await flush();
    }
    this.#elapsed = until;
  }

  /** The same without waiting for promises: for code that is synchronous throughout. */
  advanceSync(milliseconds: number): void {
    const until = this.#elapsed + milliseconds;
    for (let next = this.#next(); next !== undefined && next.at <= until; next = this.#next()) this.#run(next);
    this.#elapsed = until;
  }

  #run(due: Pending): void {
    this.#pending = this.#pending.filter((other) => other !== due);
    this.#elapsed = due.at;
    due.action();
  }

  #next(): Pending | undefined {
    let first: Pending | undefined;
    for (const entry of this.#pending) {
      if (first === undefined || entry.at < first.at || (entry.at === first.at && entry.order < first.order)) {
        first = entry;
      }
    }
    return first;
  }
}

async function flush(): Promise<void> {
  for (let round = 0; round < FLUSH_ROUNDS; round += 1) await new Promise<void>((resolve) => setImmediate(resolve));
}
