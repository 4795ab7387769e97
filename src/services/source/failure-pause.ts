/**
 * Failures that a trace cannot hold (an object that cannot be had, an answer that does not come): after some in a row nothing is
 * tried for a while, unless the input changes or a hard refresh asks (A21).
 */
import type { Clock } from '../../base/clock.ts';
import type { AppError } from '../../base/errors.ts';

export interface PauseLimits {
  /** Failures in a row before a pause; 0: there are no pauses. */
  readonly attempts: number;
  /** Milliseconds of a pause; 0: no time ends it. */
  readonly time: number;
  /** Answers from memory after which it is tried again; 0: no number of them ends it. */
  readonly answers: number;
}

/** As Argo CD ships it. */
export const USUAL_PAUSE: PauseLimits = { attempts: 3, time: 60 * 60_000, answers: 0 };
const MOST = 10_000;
/** Of costly failures one is enough. */
const USUAL_ATTEMPTS = 3;

interface Failures {
  readonly count: number;
  readonly error: AppError;
  readonly since: number;
  readonly answered: number;
}

export class FailurePause {
  readonly #clock: Clock;
  readonly #limits: PauseLimits;
  readonly #failures = new Map<string, Failures>();

  constructor(clock: Clock, limits: PauseLimits = USUAL_PAUSE) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** The fault to answer with while paused; undefined where it may be tried. */
  paused(key: string): AppError | undefined {
    const failures = this.#failures.get(key);
    if (failures === undefined || this.#limits.attempts === 0 || failures.count < this.#limits.attempts) {
      return undefined;
    }
    if (this.#isOver(failures)) {
      this.#failures.delete(key);
      return undefined;
    }
    this.#failures.set(key, { ...failures, answered: failures.answered + 1 });
    return failures.error;
  }

  /** With `atOnce` nothing more is tried: it was costly and would be again. */
  failed(key: string, error: AppError, options: { readonly atOnce?: boolean } = {}): void {
    const enough = Math.max(USUAL_ATTEMPTS, this.#limits.attempts);
    const count = options.atOnce === true ? enough : (this.#failures.get(key)?.count ?? 0) + 1;
    this.#failures.delete(key);
    this.#failures.set(key, { count, error, since: this.#clock.monotonic(), answered: 0 });
    for (const oldest of this.#failures.keys()) {
      if (this.#failures.size <= MOST) return;
      this.#failures.delete(oldest);
    }
  }

  succeeded(key: string): void {
    this.#failures.delete(key);
  }

  #isOver({ since, answered }: Failures): boolean {
    const { time, answers } = this.#limits;
    return (time > 0 && this.#clock.monotonic() - since >= time) || (answers > 0 && answered >= answers);
  }
}
