/** Who waits until an object is seen at a version. */
import type { Clock } from '../../base/clock.ts';
import type { ObjectKey } from '../../kube/object/kube-object.ts';

interface Waiter {
  readonly isReached: () => boolean;
  readonly done: (reached: boolean) => void;
}

export class ReachWaiters {
  readonly #clock: Clock;
  /** By group and kind: what moves is a kind's stream. */
  readonly #waiting = new Map<string, Set<Waiter>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** True at once or when a `check` of the kind finds it so; false when the time is up. */
  wait(key: ObjectKey, isReached: () => boolean, milliseconds: number): Promise<boolean> {
    if (isReached()) return Promise.resolve(true);
    const name = `${key.group}/${key.kind}`;
    const waiters = this.#waiting.get(name) ?? new Set();
    this.#waiting.set(name, waiters);
    return new Promise((resolve) => {
      const timer = this.#clock.after(milliseconds, () => waiter.done(false));
      const waiter: Waiter = {
        isReached,
        done: (reached) => {
          timer.cancel();
          waiters.delete(waiter);
          resolve(reached);
        },
      };
      waiters.add(waiter);
    });
  }

  /** Something of this kind changed. Costs nothing where nobody waits. */
  check(group: string, kind: string): void {
    const waiters = this.#waiting.get(`${group}/${kind}`);
    if (waiters === undefined) return;
    for (const waiter of [...waiters]) if (waiter.isReached()) waiter.done(true);
  }

  /** Nothing will change any more. */
  close(): void {
    for (const waiters of this.#waiting.values()) for (const waiter of [...waiters]) waiter.done(false);
    this.#waiting.clear();
  }
}
