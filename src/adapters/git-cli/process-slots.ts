/** At most so many processes that talk to remotes at once; the others wait in order. */
export interface ProcessSlots {
  run<T>(work: () => Promise<T>): Promise<T>;
}

export function createProcessSlots(limit: number): ProcessSlots {
  const waiting: (() => void)[] = [];
  let busy = 0;
  return {
    async run(work) {
      if (busy >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
      else busy += 1;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) busy -= 1;
        else next();
      }
    },
  };
}
