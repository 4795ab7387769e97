/**
 * Work queue of application keys: a key waits once, runs in one place at a time, and what arrives while it runs makes it run
 * again. A run that throws is repeated with growing pauses; a run that ends well resets them.
 */
import type { Clock, Timer } from '../../base/clock.ts';
import { type KeyGroup, WaitingKeys } from './waiting-keys.ts';

/** What the queue gives to a run. */
export interface QueueRun {
  readonly outside: WaitOutside;
  /** The key was forgotten, or the queue stops: what the run waits for is of no use any more. */
  readonly signal: AbortSignal;
  /** There is something newer to be done for this key, which runs next. */
  readonly overtaken: AbortSignal;
}

/** Runs work that waits for something outside. Where that takes long another key runs meanwhile. */
export type WaitOutside = <T>(work: () => Promise<T>) => Promise<T>;

export interface QueueOptions {
  /** What it throws because of its signals is no fault. */
  readonly work: (key: string, run: QueueRun) => Promise<void>;
  /** How many keys run at the same time. */
  readonly parallelism: number;
  readonly clock: Clock;
  /** Whose key it is: groups take turns. Default: all are of one. */
  readonly groupOf?: (key: string) => KeyGroup;
  /** Told of each throw, with the pause before the next try. */
  readonly onFault: (key: string, error: unknown, pause: number) => void;
}

export interface WorkQueue {
  add(key: string): void;
  /** The same, and tells a run of this key that it is overtaken. */
  overtake(key: string): void;
  /** The same, and tells a run of this key to end. */
  restart(key: string): void;
  /** Forgets a key that waits, and its pauses; tells a run of it to end. */
  forget(key: string): void;
  /** Whether a key waits or runs. */
  has(key: string): boolean;
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

interface Running {
  readonly group: KeyGroup;
  readonly ending: AbortController;
  readonly overtaking: AbortController;
  /** Resolves when it has ended. */
  done: Promise<void>;
}

class KeyedQueue implements WorkQueue {
  private readonly options: QueueOptions;
  private readonly waiting = new WaitingKeys();
  private readonly running = new Map<string, Running>();
  private readonly again = new Set<string>();
  /** Runs that wait outside. */
  private readonly lent = new Set<Running>();
  private readonly faults = new Map<string, { readonly count: number; readonly timer: Timer }>();
  private stopped = false;

  constructor(options: QueueOptions) {
    this.options = options;
  }

  get size(): number {
    return this.waiting.size + this.running.size;
  }

  has(key: string): boolean {
    return this.running.has(key) || this.waiting.has(key);
  }

  add(key: string): void {
    if (this.stopped) return;
    if (this.running.has(key)) {
      this.again.add(key);
      return;
    }
    this.waiting.add(key, this.options.groupOf?.(key) ?? ONE_GROUP);
    this.fill();
  }

  overtake(key: string): void {
    this.running.get(key)?.overtaking.abort(ended());
    this.add(key);
  }

  restart(key: string): void {
    this.running.get(key)?.ending.abort(ended());
    this.add(key);
  }

  forget(key: string): void {
    this.waiting.delete(key);
    this.again.delete(key);
    this.running.get(key)?.ending.abort(ended());
    this.settle(key);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.waiting.clear();
    this.again.clear();
    for (const { timer } of this.faults.values()) timer.cancel();
    this.faults.clear();
    for (const { ending } of this.running.values()) ending.abort(ended());
    await Promise.all([...this.running.values()].map(({ done }) => done));
  }

  private fill(): void {
    const { parallelism } = this.options;
    while (this.running.size - this.lent.size < parallelism && this.running.size < MOST * parallelism) {
      const next = this.waiting.take((group) => this.mayHave(group));
      if (next === undefined) return;
      const run = {
        group: next.group,
        ending: new AbortController(),
        overtaking: new AbortController(),
        done: Promise.resolve(),
      };
      this.running.set(next.key, run);
      run.done = this.run(next.key, run);
    }
  }

  /** What waits outside for one repository takes no more than there are places, or it would take all memory for itself. */
  private mayHave({ project, repository }: KeyGroup): boolean {
    if (this.lent.size < this.options.parallelism || this.options.groupOf === undefined) return true;
    let lent = 0;
    for (const { group } of this.lent) if (group.project === project && group.repository === repository) lent += 1;
    return lent < this.options.parallelism;
  }

  private async run(key: string, run: Running): Promise<void> {
    const { signal } = run.ending;
    const overtaken = run.overtaking.signal;
    // The caller of `add` goes on first: what it does in the same turn is seen by this run.
    await Promise.resolve();
    try {
      await this.options.work(key, { outside: (work) => this.outside(run, work), signal, overtaken });
      this.settle(key);
    } catch (error) {
      if ([signal, overtaken].some((one) => one.aborted && one.reason === error)) this.settle(key);
      else this.pause(key, error);
    }
    this.running.delete(key);
    if (this.again.delete(key)) this.add(key);
    this.fill();
  }

  private async outside<T>(run: Running, work: () => Promise<T>): Promise<T> {
    const timer = this.options.clock.after(LENT_AFTER, () => {
      this.lent.add(run);
      this.fill();
    });
    try {
      return await work();
    } finally {
      timer.cancel();
      this.lent.delete(run);
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

const ONE_GROUP: KeyGroup = { project: '', repository: '' };

/** The reason of the signals. */
function ended(): DOMException {
  return new DOMException('what it was done for is over', 'AbortError');
}
