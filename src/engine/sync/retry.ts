/** When a failed operation is tried again. Source: features row C24. */
import { readDuration } from '../../base/duration.ts';

/** `operation.retry`. */
export interface RetryStrategy {
  readonly limit?: number;
  readonly refresh?: boolean;
  readonly backoff?: { readonly duration?: string; readonly factor?: number; readonly maxDuration?: string };
}

const DEFAULT_DURATION = 5_000;
const DEFAULT_FACTOR = 2;
const DEFAULT_MAXIMUM = 180_000;

/** True where an operation that failed after `retryCount` retries may be tried once more. A negative limit has no end. */
export function mayRetry(retry: RetryStrategy | undefined, retryCount: number): boolean {
  const limit = retry?.limit ?? 0;
  return limit < 0 || retryCount < limit;
}

/** Milliseconds to wait before the next try: `min(maximum, duration × factor^count)`. A bare number of a duration is seconds. */
export function retryWait(retry: RetryStrategy | undefined, retryCount: number): number {
  const backoff = retry?.backoff;
  const duration = milliseconds(backoff?.duration) ?? DEFAULT_DURATION;
  const maximum = milliseconds(backoff?.maxDuration) ?? DEFAULT_MAXIMUM;
  const factor = backoff?.factor !== undefined && backoff.factor > 0 ? backoff.factor : DEFAULT_FACTOR;
  return Math.min(maximum, duration * factor ** retryCount);
}

/** Why no wait can be told, in Argo CD's words; undefined where both durations can be read. */
export function unreadableBackoff(retry: RetryStrategy | undefined): string | undefined {
  const texts = [retry?.backoff?.duration, retry?.backoff?.maxDuration];
  const wrong = texts.find((text) => text !== undefined && text !== '' && milliseconds(text) === undefined);
  return wrong === undefined ? undefined : `unable to parse ${wrong} as a duration`;
}

/** Sentence added to the message of an attempt that is going to be repeated, with the clock time as recorded (`3:04PM`). */
export function retryNote(attempt: number, at: number): string {
  return ` Retrying attempt #${attempt} at ${kitchenTime(at)}.`;
}

/** Go's `time.Kitchen` in UTC. */
export function kitchenTime(at: number): string {
  const date = new Date(at);
  const hours = date.getUTCHours();
  const minutes = String(date.getUTCMinutes()).padStart(2, '0');
  return `${hours % 12 === 0 ? 12 : hours % 12}:${minutes}${hours < 12 ? 'AM' : 'PM'}`;
}

function milliseconds(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  return /^\d+$/.test(text) ? Number(text) * 1000 : readDuration(text);
}
