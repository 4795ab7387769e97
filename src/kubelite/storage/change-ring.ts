/** The latest changes of one resource, so that a watch can start at a version in the recent past. */
import type { ChangeType } from './encoded-forms.ts';
import { StoredObject } from './stored-object.ts';

/** A change as it was stored. `previous` is the version before, for selectors that an object enters or leaves. */
export class Change {
  readonly type: ChangeType;
  readonly stored: StoredObject;
  readonly previous: StoredObject | undefined;
  #departed: StoredObject | undefined;
  #shared: Map<string, Buffer> | undefined = new Map();

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
    const departed = this.#departed ?? departure(this.previous ?? this.stored, this.version);
    if (this.#shared !== undefined) this.#departed = departed;
    return departed;
  }

  /** Bytes that all watchers are sent: made once while the change is told, and for each of those that come later. */
  encoding(key: string, make: () => Buffer): Buffer {
    const known = this.#shared?.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.#shared?.set(key, made);
    return made;
  }

  /** Everybody was told. */
  told(): void {
    this.#shared = undefined;
    this.#departed = undefined;
  }

  /** What is kept for the sake of this change alone: objects that are present count as those. */
  get bytes(): number {
    return (this.previous?.bytes.length ?? 0) + (this.type === 'DELETED' ? this.stored.bytes.length : 0);
  }
}

function departure(last: StoredObject, version: number): StoredObject {
  const object = last.peek();
  const metadata = { ...object.metadata, resourceVersion: String(version) };
  return new StoredObject({ ...object, metadata }, version);
}

export interface RingBounds {
  readonly changes: number;
  /** Of the JSON texts that are kept for the changes alone. */
  readonly bytes: number;
}

export class ChangeRing {
  readonly #bounds: RingBounds;
  #changes: Change[] = [];
  /** How many at the front of the array are gone; they are cut off when they are an eighth of it. */
  #gone = 0;
  #bytes = 0;
  /** Versions up to this one may be missing. */
  #floor: number;

  constructor(bounds: RingBounds, floor: number) {
    this.#bounds = bounds;
    this.#floor = floor;
  }

  add(change: Change): void {
    this.#changes.push(change);
    this.#bytes += change.bytes;
    while (this.#changes.length - this.#gone > this.#bounds.changes || this.#bytes > this.#bounds.bytes) this.#drop();
  }

  /** Changes after a version, oldest first; undefined where some of them are no longer known. */
  after(version: number): readonly Change[] | undefined {
    if (version < this.#floor) return undefined;
    let first = this.#changes.length;
    while (first > this.#gone && (this.#changes[first - 1]?.version ?? 0) > version) first -= 1;
    return this.#changes.slice(first);
  }

  /** The oldest version a watch may start at. */
  get floor(): number {
    return this.#floor;
  }

  /** Forgets everything up to a version, as a compaction does. */
  compact(version: number): void {
    while ((this.#changes[this.#gone]?.version ?? Number.POSITIVE_INFINITY) <= version) this.#drop();
    this.#floor = Math.max(this.#floor, version);
  }

  #drop(): void {
    const oldest = this.#changes[this.#gone];
    if (oldest === undefined) return;
    this.#bytes -= oldest.bytes;
    this.#floor = oldest.version;
    this.#gone += 1;
    if (this.#gone < this.#changes.length / 8) return;
    this.#changes = this.#changes.slice(this.#gone);
    this.#gone = 0;
  }
}
