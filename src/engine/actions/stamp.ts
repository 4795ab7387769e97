/** Instants as actions write them; all in UTC. */

/** `2024-02-01T00:00:00Z`. */
export function secondStamp(now: number): string {
  return `${new Date(now).toISOString().slice(0, 19)}Z`;
}

/** `202402010000`, for names. */
export function minuteDigits(now: number): string {
  return new Date(now).toISOString().replace(/\D/g, '').slice(0, 12);
}

/** `20240201000000`, for names. */
export function secondDigits(now: number): string {
  return new Date(now).toISOString().replace(/\D/g, '').slice(0, 14);
}
