/**
 * Refreshes of many Applications at once, spread over time so that they do not all render at the same moment (features A19, O4).
 * An Application's place in the time is its own, so that nothing is drawn by lot.
 */
import type { Clock, Timer } from '../../base/clock.ts';
import { fnv32a } from '../../base/fnv.ts';
import type { PassLevel } from './app-state.ts';
import { createTimerWheel, type TimerWheel } from './timer-wheel.ts';

export interface Spread {
  /** Milliseconds over which they are spread; 0: all at once. */
  readonly jitter: number;
  /** How many go at once whatever the jitter. */
  readonly atOnce: number;
}

export interface HardPeriod {
  /** Milliseconds between two hard refreshes of an Application; 0: none. */
  readonly period: number;
  /** Milliseconds over which each round is spread. */
  readonly jitter: number;
}

export class SpreadRefreshes {
  readonly #clock: Clock;
  readonly #keys: () => Iterable<string>;
  readonly #moved: TimerWheel;
  readonly #hard: TimerWheel;
  readonly #refresh: (key: string, level: PassLevel) => void;
  #round: Timer | undefined;
  #period: HardPeriod = { period: 0, jitter: 0 };

  constructor(clock: Clock, keys: () => Iterable<string>, refresh: (key: string, level: PassLevel) => void) {
    this.#clock = clock;
    this.#keys = keys;
    this.#refresh = refresh;
    this.#moved = createTimerWheel(clock, (key) => refresh(key, 'moved'));
    this.#hard = createTimerWheel(clock, (key) => refresh(key, 'hard'));
  }

  /** A repository has moved: to be told of each Application that this concerns. */
  moved({ jitter, atOnce }: Spread): (key: string) => void {
    let told = 0;
    return (key) => {
      told += 1;
      if (jitter <= 0 || told <= atOnce) this.#refresh(key, 'moved');
      else this.#moved.wake(key, this.#clock.now() + placeOf(key) * jitter);
    };
  }

  /** From now on everything is rendered anew once a period; a round begins a period after this call, unless nothing changes. */
  every(wanted: HardPeriod): void {
    if (wanted.period === this.#period.period && wanted.jitter === this.#period.jitter) return;
    this.#period = wanted;
    this.#round?.cancel();
    this.#round = undefined;
    if (wanted.period > 0) this.#schedule();
  }

  forget(key: string): void {
    this.#moved.cancel(key);
    this.#hard.cancel(key);
  }

  stop(): void {
    this.#round?.cancel();
    this.#moved.stop();
    this.#hard.stop();
  }

  #schedule(): void {
    const { period, jitter } = this.#period;
    this.#round = this.#clock.after(period, () => {
      const now = this.#clock.now();
      for (const key of this.#keys()) this.#hard.wake(key, now + placeOf(key) * Math.min(jitter, period));
      this.#schedule();
    });
  }
}

/** From 0 to below 1. */
function placeOf(key: string): number {
  return fnv32a(key) / 2 ** 32;
}
