/** Wakes keys at instants: the earliest wish of a key counts, and one timer of the clock serves all keys. */
import type { Clock, Instant, Timer } from '../../base/clock.ts';

export interface TimerWheel {
  /** Wakes the key at this instant, or earlier where that was already wished. */
  wake(key: string, at: Instant): void;
  /** Forgets a key's wish. */
  cancel(key: string): void;
  stop(): void;
}

export function createTimerWheel(clock: Clock, onWake: (key: string) => void): TimerWheel {
  return new Wheel(clock, onWake);
}

/** Longer than this a timer does not run, so that a jump of the wall clock is noticed in time. */
const LONGEST_SLEEP = 60_000;

class Wheel implements TimerWheel {
  private readonly clock: Clock;
  private readonly onWake: (key: string) => void;
  private readonly wishes = new Map<string, Instant>();
  private timer: { readonly at: Instant; readonly timer: Timer } | undefined;

  constructor(clock: Clock, onWake: (key: string) => void) {
    this.clock = clock;
    this.onWake = onWake;
  }

  wake(key: string, at: Instant): void {
    const before = this.wishes.get(key);
    if (before !== undefined && before <= at) return;
    this.wishes.set(key, at);
    if (this.timer === undefined || at < this.timer.at) this.arm(at);
  }

  cancel(key: string): void {
    this.wishes.delete(key);
  }

  stop(): void {
    this.timer?.timer.cancel();
    this.timer = undefined;
    this.wishes.clear();
  }

  private arm(at: Instant): void {
    this.timer?.timer.cancel();
    const sleep = Math.min(LONGEST_SLEEP, Math.max(0, at - this.clock.now()));
    this.timer = { at, timer: this.clock.after(sleep, () => this.fire()) };
  }

  private fire(): void {
    this.timer = undefined;
    const now = this.clock.now();
    const due = [...this.wishes].filter(([, at]) => at <= now).map(([key]) => key);
    for (const key of due) this.wishes.delete(key);
    const next = Math.min(...this.wishes.values());
    if (Number.isFinite(next)) this.arm(next);
    for (const key of due) this.onWake(key);
  }
}
