/** What is left of lists that are read page by page: objects are immutable, so a snapshot is an array of references. */
import type { Clock } from '../../base/clock.ts';
import type { StoredObject } from './stored-object.ts';

const KEPT_FOR = 5 * 60_000;
const KEPT_AT_MOST = 200;

interface Snapshot {
  readonly items: readonly StoredObject[];
  readonly until: number;
}

export class ListSnapshots {
  readonly #clock: Clock;
  readonly #snapshots = new Map<string, Snapshot>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  keep(key: string, items: readonly StoredObject[]): void {
    this.#snapshots.delete(key);
    this.#snapshots.set(key, { items, until: this.#clock.monotonic() + KEPT_FOR });
    for (const [oldest, { until }] of this.#snapshots) {
      if (this.#snapshots.size <= KEPT_AT_MOST && until > this.#clock.monotonic()) break;
      this.#snapshots.delete(oldest);
    }
  }

  /** Undefined where the snapshot is too old. */
  find(key: string): readonly StoredObject[] | undefined {
    const found = this.#snapshots.get(key);
    return found && found.until > this.#clock.monotonic() ? found.items : undefined;
  }
}
