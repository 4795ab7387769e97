/**
 * Work queue of application keys: a key waits once, runs in one place at a time, and what arrives while it runs makes it run
 * again. A run that throws is repeated with growing pauses; a run that ends well resets them.
 */
import type { Clock, Timer } from '../../base/clock.ts';

/** Runs work that waits for something outside. Where that takes long another key runs meanwhile. */
export type WaitOutside = <T>(work: () => Promise<T>) => Promise<T>;

export interface QueueOptions {
  readonly work: (key: string, outside: WaitOutside) => Promise<void>;
  /** How many keys run at the same time. */
  readonly parallelism: number;
  readonly clock: Clock;
  /** Told of each throw, with the pause before the next try. */
  readonly onFault: (key: string, error: unknown, pause: number) => void;
}

export interface WorkQueue {
  add(key: string): void;
  /** Forgets a key that waits, and its pauses. */
  forget(key: string): void;
  /** Keys that wait or run. */
  readonly size: number;
  /** No key begins from now on; resolves when the running ones have ended. */
  stop(): Promise<void>;
}

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 180_000;
/** Milliseconds of waiting after which a place is lent to another key. */
const LENT_AFTER = 1_000;
/** Keys that run or wait outside are so many times the places at most. */
const MOST = 10;

export function createQueue(options: QueueOptions): WorkQueue {
  return new KeyedQueue(options);
}

class KeyedQueue implements WorkQueue {
  private readonly options: QueueOptions;
  private readonly waiting = new Set<string>();
  private readonly running = new Map<string, Promise<void>>();
  private readonly again = new Set<string>();
  /** Keys that run and wait outside. */
  private readonly lent = new Set<string>();
  private readonly faults = new Map<string, { readonly count: number; readonly timer: Timer }>();
  private stopped = false;

  constructor(options: QueueOptions) {
    this.options = options;
  }

  get size(): number {
    return this.waiting.size + this.running.size;
  }

  add(key: string): void {
    if (this.stopped) return;
    if (this.running.has(key)) {
      this.again.add(key);
      return;
    }
    this.waiting.add(key);
    this.fill();
  }

  forget(key: string): void {
    this.waiting.delete(key);
    this.again.delete(key);
    this.settle(key);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.waiting.clear();
    this.again.clear();
    for (const { timer } of this.faults.values()) timer.cancel();
    this.faults.clear();
    await Promise.all(this.running.values());
  }

  private fill(): void {
    for (const key of this.waiting) {
      const { parallelism } = this.options;
      if (this.running.size - this.lent.size >= parallelism || this.running.size >= MOST * parallelism) return;
      this.waiting.delete(key);
      this.running.set(key, this.run(key));
    }
  }

  private async run(key: string): Promise<void> {
    // The caller of `add` goes on first: what it does in the same turn is seen by this run.
    await Promise.resolve();
    try {
      await this.options.work(key, (work) => this.outside(key, work));
      this.settle(key);
    } catch (error) {
      this.pause(key, error);
    }
    this.running.delete(key);
    if (this.again.delete(key)) this.add(key);
    this.fill();
  }

  private async outside<T>(key: string, work: () => Promise<T>): Promise<T> {
    const timer = this.options.clock.after(LENT_AFTER, () => {
      this.lent.add(key);
      this.fill();
    });
    try {
      return await work();
    } finally {
      timer.cancel();
      this.lent.delete(key);
    }
  }

  private settle(key: string): void {
    this.faults.get(key)?.timer.cancel();
    this.faults.delete(key);
  }

  private pause(key: string, error: unknown): void {
    const before = this.faults.get(key);
    before?.timer.cancel();
    const count = (before?.count ?? 0) + 1;
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (count - 1));
    this.options.onFault(key, error, pause);
    if (this.stopped) return;
    this.faults.set(key, { count, timer: this.options.clock.after(pause, () => this.add(key)) });
  }
}
