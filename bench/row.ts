/** What a row of the benchmark comes to. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  /** At most this; undefined where no goal is set. */
  readonly goal?: number;
  /** The peer's figure where it was measured in the same run; others are kept in `peer.json`. */
  readonly peer?: number;
  /** A count that no other load on the machine changes: it decides whether the row passes. */
  readonly counter?: true;
}

export interface Row {
  readonly row: string;
  readonly measures: readonly Measure[];
  /** What stands behind the measures, for the JSON line. */
  readonly detail: object;
}

export interface Load {
  /** Applications. */
  readonly apps: number;
  /** Clone URL and folder of the repository that they come from. */
  readonly repository: string;
  readonly folder: string;
  /** The repository with `waves`, `hooks` and the large folders. */
  readonly special: string;
  /** Objects of the large applications. */
  readonly sizes: readonly number[];
  /** Seconds of idling. */
  readonly idle: number;
}

/** A row passes where no counter is over its goal. Times and CPU seconds depend on what else the machine does. */
export function isWithin({ measures }: Row): boolean {
  return measures.every(({ counter, ours, goal }) => !counter || goal === undefined || ours <= goal);
}
