/**
 * Brute force protection (feature G9): five failures of one name within 300 s and the name is refused until the window
 * has passed; at most 50 logins at a time. An attempt is reserved before the password is looked at, so that parallel
 * guesses count.
 */
export interface LoginLimits {
  readonly failures: number;
  readonly windowMilliseconds: number;
  readonly names: number;
  readonly concurrent: number;
}

export const DEFAULT_LOGIN_LIMITS: LoginLimits = {
  failures: 5,
  windowMilliseconds: 300_000,
  names: 1000,
  concurrent: 50,
};

export interface Attempt {
  succeeded(): void;
  failed(): void;
}

interface Failures {
  readonly count: number;
  readonly last: number;
}

export class LoginLimiter {
  readonly #limits: LoginLimits;
  readonly #failures = new Map<string, Failures>();
  #running = 0;

  constructor(limits: LoginLimits = DEFAULT_LOGIN_LIMITS) {
    this.#limits = limits;
  }

  /** Undefined where the name has failed too often or too many logins run; else an attempt that must be ended. */
  reserve(name: string, now: number): Attempt | undefined {
    if (this.#running >= this.#limits.concurrent) return undefined;
    const before = this.#recent(name, now);
    if (before >= this.#limits.failures) return undefined;
    this.#running += 1;
    this.#remember(name, { count: before + 1, last: now });
    return {
      succeeded: () => {
        this.#running -= 1;
        this.#failures.delete(name);
      },
      failed: () => {
        this.#running -= 1;
      },
    };
  }

  #recent(name: string, now: number): number {
    const entry = this.#failures.get(name);
    return entry && now - entry.last < this.#limits.windowMilliseconds ? entry.count : 0;
  }

  /** Keeps the newest names only; a full table forgets the one that failed longest ago. */
  #remember(name: string, entry: Failures): void {
    this.#failures.delete(name);
    this.#failures.set(name, entry);
    const oldest = this.#failures.keys().next().value;
    if (this.#failures.size > this.#limits.names && oldest !== undefined) this.#failures.delete(oldest);
  }
}
