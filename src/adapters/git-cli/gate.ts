/** Work that may go on beside other such work, and work that must be alone; each begins after what came before it and excludes it. */
export interface Gate {
  shared<T>(work: () => Promise<T>): Promise<T>;
  alone<T>(work: () => Promise<T>): Promise<T>;
}

export function createGate(): Gate {
  let lastAlone: Promise<unknown> = Promise.resolve();
  let open = new Set<Promise<unknown>>();
  return {
    shared(work) {
      const done = lastAlone.then(work);
      const settled = done.then(
        () => undefined,
        () => undefined,
      );
      const now = open;
      now.add(settled);
      void settled.then(() => now.delete(settled));
      return done;
    },
    alone(work) {
      const before = [lastAlone, ...open];
      open = new Set();
      const done = Promise.all(before).then(work);
      lastAlone = done.catch(() => undefined);
      return done;
    },
  };
}
