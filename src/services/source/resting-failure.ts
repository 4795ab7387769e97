/** A question that failed rests before it is asked again, twice as long after each failure: many wait for its answer. */
export interface Failure {
  readonly error: unknown;
  readonly at: number;
  /** How many times in a row. */
  readonly count: number;
}

const FIRST_REST = 5_000;
const LONGEST_REST = 180_000;

export function nextFailure(before: Failure | undefined, error: unknown, at: number): Failure {
  return { error, at, count: (before?.count ?? 0) + 1 };
}

export function isResting({ at, count }: Failure, now: number): boolean {
  return now - at < Math.min(LONGEST_REST, FIRST_REST * 2 ** (count - 1));
}
