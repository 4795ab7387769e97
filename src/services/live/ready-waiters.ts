/** Who waits for a cluster to be listed. */
export class ReadyWaiters {
  readonly #waiting = new Set<PromiseWithResolvers<void>>();

  /** Rejects with the signal's reason when it aborts. */
  async wait(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const waiter = Promise.withResolvers<void>();
    const abort = () => waiter.reject(signal?.reason);
    this.#waiting.add(waiter);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await waiter.promise;
    } finally {
      this.#waiting.delete(waiter);
      signal?.removeEventListener('abort', abort);
    }
  }

  done(): void {
    for (const waiter of this.#waiting) waiter.resolve();
  }

  fail(error: Error): void {
    for (const waiter of this.#waiting) waiter.reject(error);
  }
}
