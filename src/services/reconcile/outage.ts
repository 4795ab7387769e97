/**
 * Faults that say nothing about an object: the API server could not be reached, or had no time. What met one is tried again,
 * for all writes are made so that they can be repeated. A refusal is none, nor a 500: that is also what a failing webhook gives.
 */
import { type AppError, hasCode } from '../../base/errors.ts';
import type { WriteOutcome } from './guarded-write.ts';

/** How long an attempt is held up by an outage before it fails for it. */
export const OUTAGE_PATIENCE = 300_000;

const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 15_000;

/** An outage as the operation knows it. */
export interface Outage {
  /** Instant of its first fault. */
  readonly since: number;
  readonly faults: number;
}

export function isOutage(error: unknown): error is AppError {
  return hasCode(error, 'kube.unreachable', 'kube.unavailable', 'kube.timeout', 'kube.too-many-requests');
}

/** The outage that kept a write from being done; undefined where it was done or refused. */
export function outageOf(outcome: WriteOutcome): AppError | undefined {
  return outcome.kind === 'failed' && isOutage(outcome.fault) ? outcome.fault : undefined;
}

/** The outage with one more fault of this instant. */
export function prolonged(before: Outage | undefined, now: number): Outage {
  return { since: before?.since ?? now, faults: (before?.faults ?? 0) + 1 };
}

/** When to try again; undefined where the patience has ended. */
export function nextTry({ since, faults }: Outage, now: number): number | undefined {
  if (now - since >= OUTAGE_PATIENCE) return undefined;
  return now + Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(faults - 1, 10));
}
