/** Pieces that one side pushes and the other reads when it likes. */
export interface ByteQueue {
  push(piece: Uint8Array): void;
  readonly end: () => void;
  /** For one reader; `closed` is called when it has read to the end or stopped reading. */
  read(closed: () => void): AsyncIterable<Uint8Array>;
}

export function byteQueue(): ByteQueue {
  let waiting: Uint8Array[] = [];
  let ended = false;
  let wake: (() => void) | undefined;
  const signal = () => {
    wake?.();
    wake = undefined;
  };
  return {
    push(piece) {
      if (ended) return;
      waiting.push(piece);
      signal();
    },
    end() {
      ended = true;
      signal();
    },
    async *read(closed) {
      try {
        while (waiting.length > 0 || !ended) {
          const pieces = waiting;
          waiting = [];
          yield* pieces;
          if (waiting.length === 0 && !ended) await new Promise<void>((resolve) => (wake = resolve));
        }
      } finally {
        closed();
      }
    },
  };
}
