/** Pauses that servers ask for (`Retry-After`, RFC 9110 §10.2.3): until one is over the server is not asked again. */
import type { Clock } from './clock.ts';

/** A server may not make anybody wait for longer. */
const LONGEST = 3_600_000;
const MOST = 1000;

export class RequestedPauses {
  readonly #clock: Clock;
  readonly #ends = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Seconds that are left of a pause; undefined where there is none. `key` names the server, and who asks it. */
  left(key: string): number | undefined {
    const end = this.#ends.get(key);
    if (end === undefined) return undefined;
    const rest = end - this.#clock.monotonic();
    if (rest > 0) return Math.ceil(rest / 1000);
    this.#ends.delete(key);
    return undefined;
  }

  /** Takes down what a refusal asks for, in seconds or as a date; answers its seconds. Nothing where it asks for nothing. */
  note(key: string, retryAfter: string | undefined): number | undefined {
    const wanted = this.#milliseconds(retryAfter?.trim() ?? '');
    if (!(wanted > 0)) return undefined;
    this.#ends.delete(key);
    this.#ends.set(key, this.#clock.monotonic() + Math.min(wanted, LONGEST));
    for (const oldest of this.#ends.keys()) {
      if (this.#ends.size <= MOST) break;
      this.#ends.delete(oldest);
    }
    return this.left(key);
  }

  #milliseconds(text: string): number {
    return /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - this.#clock.now();
  }
}

/** Goes on from the name of what was asked for. */
export function pauseText(seconds: number | undefined): string {
  const pause = seconds === undefined ? '' : `; it is not asked again for ${seconds} s, as it wishes`;
  return `too many requests (429)${pause}`;
}
