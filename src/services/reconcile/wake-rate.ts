/**
 * How often changes of live objects make an Application be looked at: at once where they are few; in a storm once a second, and
 * once more when it is over. What descends from managed objects, pods say, is only shown: it never needs more than that.
 */
import type { Clock, Instant } from '../../base/clock.ts';

/** Milliseconds from one look to the next, in a storm. */
const PAUSE = 1_000;
/** Looks at changes of managed objects that need not wait for one another: each heal is two or three. */
const SAVED = 20;

/** `child`: of an object that nobody wants, but that descends from one that somebody does. */
export type ChangeOf = 'managed' | 'child';

interface Account {
  /** Looks left as of the instant; fewer than none after one that was postponed. */
  readonly left: number;
  readonly at: number;
  /** When a change was last looked at. */
  readonly last: number;
}

export class WakeRate {
  private readonly clock: Clock;
  private readonly accounts = new Map<string, Account>();

  constructor(clock: Clock) {
    this.clock = clock;
  }

  /** Undefined where the Application may be looked at now; else when. */
  postponed(key: string, change: ChangeOf): Instant | undefined {
    const now = this.clock.monotonic();
    const { left, at, last } = this.accounts.get(key) ?? { left: SAVED, at: now, last: Number.NEGATIVE_INFINITY };
    const saved = Math.min(SAVED, left + (now - at) / PAUSE);
    const wait = change === 'managed' && saved >= 1 ? 0 : Math.min(PAUSE, Math.max(0, last + PAUSE - now));
    if (wait > 0) {
      this.accounts.set(key, { left: saved, at: now, last });
      return this.clock.now() + wait;
    }
    this.accounts.set(key, { left: Math.max(0, saved - 1), at: now, last: now });
    return undefined;
  }

  /** A postponed look is made. */
  looked(key: string): void {
    const account = this.accounts.get(key);
    if (account === undefined) return;
    this.accounts.set(key, { ...account, left: account.left - 1, last: this.clock.monotonic() });
  }

  forget(key: string): void {
    this.accounts.delete(key);
  }
}
