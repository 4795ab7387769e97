/**
 * Failures that a trace cannot hold (an object that cannot be had, an answer that does not come): after three in a row
 * nothing is tried for an hour, unless the input changes or a hard refresh asks (A21).
 */
import type { Clock } from '../../base/clock.ts';
import type { AppError } from '../../base/errors.ts';

const ATTEMPTS = 3;
const PAUSE = 60 * 60_000;
const MOST = 10_000;

interface Failures {
  readonly count: number;
  readonly error: AppError;
  readonly since: number;
}

export class FailurePause {
  readonly #clock: Clock;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The fault to answer with while paused; undefined where it may be tried. */
  paused(key: string): AppError | undefined {
    const failures = this.#failures.get(key);
    if (failures === undefined || failures.count < ATTEMPTS) return undefined;
    if (this.#clock.monotonic() - failures.since < PAUSE) return failures.error;
    this.#failures.delete(key);
    return undefined;
  }

  /** With `atOnce` nothing more is tried: it was costly and would be again. */
  failed(key: string, error: AppError, options: { readonly atOnce?: boolean } = {}): void {
    const count = options.atOnce === true ? ATTEMPTS : (this.#failures.get(key)?.count ?? 0) + 1;
    this.#failures.delete(key);
    this.#failures.set(key, { count, error, since: this.#clock.monotonic() });
    for (const oldest of this.#failures.keys()) {
      if (this.#failures.size <= MOST) return;
      this.#failures.delete(oldest);
    }
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }
}
