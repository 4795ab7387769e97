/** Gathers changes and tells them once per turn of the event loop. */
import { messageOf } from '../../base/errors.ts';
import type { LiveChange } from '../../ports/live-cluster.ts';
import type { LogPort } from '../../ports/log.ts';

export type ChangeListener = (changes: readonly LiveChange[]) => void;

export class ChangeBatch {
  readonly #log: LogPort;
  readonly #listeners = new Set<ChangeListener>();
  #waiting: LiveChange[] = [];

  constructor(log: LogPort) {
    this.#log = log;
  }

  add(change: LiveChange): void {
    if (this.#listeners.size === 0) return;
    if (this.#waiting.length === 0) setImmediate(() => this.#tell());
    this.#waiting.push(change);
  }

  /** Returns the unsubscription. */
  subscribe(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(): void {
    const changes = this.#waiting;
    this.#waiting = [];
    for (const listener of this.#listeners) {
      try {
        listener(changes);
      } catch (error) {
        this.#log.error('a listener of cluster changes failed', { error: messageOf(error) });
      }
    }
  }
}
