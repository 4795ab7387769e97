/** The real clock. Its timers never keep the process alive. */
import { uptime } from 'node:os';
import type { Clock, Timer } from '../../base/clock.ts';

/** Longest delay Node's timers take; longer ones would fire at once. */
const LONGEST = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  // Both only rise, and so does the larger. The first is older than this process unless the system does not tell it.
  elapsed: () => Math.max(uptime() * 1000, performance.now()),
  after,
  sleep,
};

function after(milliseconds: number, action: () => void): Timer {
  let cancelled = false;
  let left = Math.max(0, milliseconds);
  let handle: NodeJS.Timeout | undefined;
  const arm = () => {
    const delay = Math.min(left, LONGEST);
    left -= delay;
    handle = setTimeout(() => {
      if (cancelled) return;
      if (left > 0) arm();
      else action();
    }, delay);
    handle.unref();
  };
  arm();
  return {
    cancel: () => {
      cancelled = true;
      clearTimeout(handle);
    },
  };
}

function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason);
      return;
    }
    const abort = () => {
      timer.cancel();
      reject(signal?.reason);
    };
    const timer = after(milliseconds, () => {
      signal?.removeEventListener('abort', abort);
      resolve();
    });
    signal?.addEventListener('abort', abort, { once: true });
  });
}
