/** Time as an input. Pure code receives instants as numbers; code that waits receives a `Clock`; tests receive a fake one. */

/** Milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = number;

export interface Timer {
  cancel(): void;
}

export interface Clock {
  /** Wall clock. May jump. */
  now(): Instant;
  /** Milliseconds from some fixed point; never goes back, and may stand still while the machine sleeps. For measuring. */
  monotonic(): number;
  /** The same, but the sleep of the machine counts. For deadlines that others rely on. */
  elapsed(): number;
  /** Calls once after `milliseconds`. Does not keep the process alive. */
  after(milliseconds: number, action: () => void): Timer;
  /** Resolves after `milliseconds`, or rejects with the signal's reason. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** RFC 3339 in UTC with whole seconds, as Kubernetes writes times. */
export function rfc3339(instant: Instant): string {
  return `${new Date(instant).toISOString().slice(0, 19)}Z`;
}
