/** metav1.Time: RFC 3339 in UTC with whole seconds. */
import { rfc3339 } from '../../base/clock.ts';

const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const PLAIN = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** True for what Go's metav1.Time reads. */
export function isTime(text: string): boolean {
  return RFC3339.test(text) && !Number.isNaN(Date.parse(text));
}

/** As Go writes it back: UTC, fractions of a second cut off. Text that is no time is left as it is. */
export function normalTime(text: string): string {
  return PLAIN.test(text) || !isTime(text) ? text : rfc3339(Date.parse(text));
}

/** Seconds since 1970, or undefined for text that is no time. */
export function secondsOf(text: string): number | undefined {
  return isTime(text) ? Math.floor(Date.parse(text) / 1000) : undefined;
}
