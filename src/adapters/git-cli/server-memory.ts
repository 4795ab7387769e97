/**
 * Where HTTP remotes were found to be, and which of them speak version 2: kept for a bounded number, the least recently used are
 * forgotten. A redirect is asked about anew after a while: a repository that moved may move back.
 */

export interface ServerMemory {
  /** Where a remote was found last, else its own URL. */
  place(url: string): string;
  /** Where a listing begins: its own URL again where the redirect is old. */
  start(url: string): string;
  /** A remote was found at `target`. */
  found(url: string, target: string): void;
  /** A remote is no longer where it was. */
  forget(url: string): void;
  isModern(target: string): boolean;
  noteModern(target: string, isModern: boolean): void;
}

interface Place {
  readonly target: string;
  readonly since: number;
}

const REDIRECT_KEPT = 600_000;
const MOST = 10_000;

/** `now`: milliseconds that never go back. */
export function createServerMemory(now: () => number = () => performance.now()): ServerMemory {
  const places = new Map<string, Place>();
  const modern = new Map<string, true>();
  const place = (url: string): string => renewed(places, url)?.target ?? url;
  return {
    place,
    start: (url) => (now() - (places.get(url)?.since ?? 0) < REDIRECT_KEPT ? place(url) : url),
    found(url, target) {
      if (target === url) places.delete(url);
      else if (places.get(url)?.target !== target || now() - (places.get(url)?.since ?? 0) >= REDIRECT_KEPT)
        keep(places, url, { target, since: now() });
    },
    forget: (url) => void places.delete(url),
    isModern: (target) => renewed(modern, target) === true,
    noteModern(target, isModern) {
      if (isModern) keep(modern, target, true);
      else modern.delete(target);
    },
  };
}

function renewed<Value>(kept: Map<string, Value>, key: string): Value | undefined {
  const value = kept.get(key);
  if (value !== undefined) keep(kept, key, value);
  return value;
}

/** As the one that was used last. */
function keep<Value>(kept: Map<string, Value>, key: string, value: Value): void {
  kept.delete(key);
  kept.set(key, value);
  if (kept.size <= MOST) return;
  const [oldest] = kept.keys();
  if (oldest !== undefined) kept.delete(oldest);
}
