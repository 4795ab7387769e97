/** What is left of lists that are read page by page: objects are immutable, so a snapshot is an array of references. */
import type { Clock } from '../../base/clock.ts';
import type { ObjectStore } from './object-store.ts';
import type { StoredObject } from './stored-object.ts';

const KEPT_FOR = 5 * 60_000;
const KEPT_AT_MOST = 200;
const MOST_REFERENCES = 2_000_000;
/** Of versions that were replaced since: a snapshot may be all that keeps them. */
const MOST_REPLACED = 128 * 1024 * 1024;

interface Snapshot {
  readonly items: readonly StoredObject[];
  readonly until: number;
  /** Bytes that were replaced before it was made. */
  readonly replaced: number;
}

export class ListSnapshots {
  readonly #clock: Clock;
  readonly #store: ObjectStore;
  /** The oldest first. */
  readonly #snapshots = new Map<string, Snapshot>();
  #references = 0;

  constructor(clock: Clock, store: ObjectStore) {
    this.#clock = clock;
    this.#store = store;
    store.subscribeAll(() => this.#forgetOld());
  }

  keep(key: string, items: readonly StoredObject[]): void {
    this.#forget(key);
    const until = this.#clock.monotonic() + KEPT_FOR;
    this.#snapshots.set(key, { items, until, replaced: this.#store.replaced });
    this.#references += items.length;
    this.#forgetOld();
  }

  /** Undefined where the snapshot is too old. */
  find(key: string): readonly StoredObject[] | undefined {
    const found = this.#snapshots.get(key);
    return found && !this.#isOver(found) ? found.items : undefined;
  }

  /** The one that was kept last stays, however large. */
  #forgetOld(): void {
    for (const [oldest, snapshot] of this.#snapshots) {
      const many = this.#snapshots.size > KEPT_AT_MOST || this.#references > MOST_REFERENCES;
      if (!this.#isOver(snapshot) && (!many || this.#snapshots.size === 1)) return;
      this.#forget(oldest);
    }
  }

  #forget(key: string): void {
    this.#references -= this.#snapshots.get(key)?.items.length ?? 0;
    this.#snapshots.delete(key);
  }

  #isOver({ until, replaced }: Snapshot): boolean {
    return until <= this.#clock.monotonic() || this.#store.replaced - replaced > MOST_REPLACED;
  }
}
