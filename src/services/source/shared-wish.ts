/**
 * Those who wait for one piece of work: it ends when none of them wants its outcome any more, and need not begin where each
 * of them will ask for something newer.
 */
import { withSignal } from '../../base/with-signal.ts';

export class SharedWish {
  readonly #ending = new AbortController();
  readonly #overtaking = new AbortController();
  #wanting = 0;
  #patient = 0;

  /** Aborts when nobody wants the outcome any more. */
  get signal(): AbortSignal {
    return this.#ending.signal;
  }

  /** Aborts when nobody minds if the work does not begin. */
  get overtaken(): AbortSignal {
    return this.#overtaking.signal;
  }

  /** Waits for the outcome of the work, which has begun or begins by itself; or throws the reason of the caller's own signal. */
  async join<T>(work: Promise<T>, signal: AbortSignal | undefined, overtaken: AbortSignal | undefined): Promise<T> {
    this.#wanting += 1;
    this.#patient += 1;
    let isPatient = true;
    const passes = (): void => {
      if (!isPatient) return;
      isPatient = false;
      this.#patient -= 1;
      if (this.#patient === 0) this.#overtaking.abort(overtaken?.reason ?? signal?.reason);
    };
    const leaves = (): void => {
      passes();
      this.#wanting -= 1;
      if (this.#wanting === 0) this.#ending.abort(signal?.reason);
    };
    signal?.addEventListener('abort', leaves, { once: true });
    overtaken?.addEventListener('abort', passes, { once: true });
    if (signal?.aborted) leaves();
    if (overtaken?.aborted) passes();
    try {
      return await withSignal(work, signal);
    } catch (error) {
      // Not begun, for the sake of several: each is told its own reason.
      if (overtaken?.aborted && this.overtaken.aborted && error === this.overtaken.reason) throw overtaken.reason;
      throw error;
    } finally {
      signal?.removeEventListener('abort', leaves);
      overtaken?.removeEventListener('abort', passes);
    }
  }
}
