/** When to ask again what a cluster serves. */
import type { Clock, Timer } from '../../base/clock.ts';
import type { ObjectKey } from '../../kube/object/kube-object.ts';

/**
 * A definition is served soon after it is stored, but not at once: servers build the new paths in the background, and with
 * several of them each in its own time.
 */
const DELAYS = [100, 1000, 5000];
/** A group whose server did not answer may come back without any object changing. */
const FAILED_MILLISECONDS = 30_000;

export class Rediscovery {
  readonly #clock: Clock;
  readonly #discover: () => Promise<void>;
  /** Instants on the monotonic clock, rising. */
  #due: readonly number[] = [];
  #timer: Timer | undefined;

  constructor(clock: Clock, discover: () => Promise<void>) {
    this.#clock = clock;
    this.#discover = discover;
  }

  /** Definitions changed: ask soon, once for all that changes meanwhile, and again a little later. */
  soon(): void {
    const now = this.#clock.monotonic();
    const [first = Number.POSITIVE_INFINITY] = this.#due;
    const fresh = DELAYS.map((delay) => now + delay);
    // What changes all the time must not put the next reading off for ever.
    this.#plan(first < now + (DELAYS[0] ?? 0) ? [first, ...fresh.slice(1)] : fresh);
  }

  /** Some groups could not be listed. */
  later(): void {
    if (this.#due.length === 0) this.#plan([this.#clock.monotonic() + FAILED_MILLISECONDS]);
  }

  close(): void {
    this.#timer?.cancel();
    this.#due = [];
  }

  #plan(due: readonly number[]): void {
    this.#timer?.cancel();
    this.#due = due;
    const [next] = due;
    if (next === undefined) return;
    this.#timer = this.#clock.after(next - this.#clock.monotonic(), () => {
      this.#plan(this.#due.slice(1));
      void this.#discover();
    });
  }
}

/** Objects that say what else is served. */
export function definesKinds(key: ObjectKey): boolean {
  return (
    (key.group === 'apiextensions.k8s.io' && key.kind === 'CustomResourceDefinition') ||
    (key.group === 'apiregistration.k8s.io' && key.kind === 'APIService')
  );
}
