/** The latest changes of one resource, so that a watch can start at a version in the recent past. */
import { type ChangeType, StoredObject } from './stored-object.ts';

/** A change as it was stored. `previous` is the version before, for selectors that an object enters or leaves. */
export class Change {
  readonly type: ChangeType;
  readonly stored: StoredObject;
  readonly previous: StoredObject | undefined;
  #departed: StoredObject | undefined;

  constructor(type: ChangeType, stored: StoredObject, previous?: StoredObject) {
    this.type = type;
    this.stored = stored;
    this.previous = previous;
  }

  get version(): number {
    return this.stored.version;
  }

  /** What a watcher is told whose selector the object just left: the last state it saw, at this change's version. */
  get departed(): StoredObject {
    this.#departed ??= departure(this.previous ?? this.stored, this.version);
    return this.#departed;
  }
}

function departure(last: StoredObject, version: number): StoredObject {
  const metadata = { ...last.object.metadata, resourceVersion: String(version) };
  return new StoredObject({ ...last.object, metadata }, version);
}

export class ChangeRing {
  readonly #capacity: number;
  #changes: Change[] = [];
  /** Versions up to this one may be missing. */
  #floor: number;

  constructor(capacity: number, floor: number) {
    this.#capacity = capacity;
    this.#floor = floor;
  }

  add(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length < 2 * this.#capacity) return;
    const dropped = this.#changes.length - this.#capacity;
    this.#floor = this.#changes[dropped - 1]?.version ?? this.#floor;
    this.#changes = this.#changes.slice(dropped);
  }

  /** Changes after a version, oldest first; undefined where some of them are no longer known. */
  after(version: number): readonly Change[] | undefined {
    if (version < this.#floor) return undefined;
    let first = this.#changes.length;
    while (first > 0 && (this.#changes[first - 1]?.version ?? 0) > version) first -= 1;
    return this.#changes.slice(first);
  }

  /** The oldest version a watch may start at. */
  get floor(): number {
    return this.#floor;
  }

  /** Forgets everything up to a version, as a compaction does. */
  compact(version: number): void {
    this.#floor = Math.max(this.#floor, version);
    this.#changes = this.#changes.filter((change) => change.version > version);
  }
}
