/**
 * All objects with one strictly rising version over every resource, as etcd gives. In memory and synchronous; a `StoreJournal`
 * may record each change before it becomes visible, and `restore` puts recorded ones back.
 */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { type AwakeBounds, AwakeObjects } from './awake-objects.ts';
import { Change, ChangeRing, type RingBounds } from './change-ring.ts';
import { Collection } from './collection.ts';
import { orderedMetadata } from './ordered-metadata.ts';
import { StoredObject } from './stored-object.ts';

/** Where changes are kept beyond memory. Throwing refuses the write. */
export interface StoreJournal {
  record(resource: string, change: Change): void;
}

export interface ObjectStoreOptions {
  /** What is kept per resource for watches that start in the past. */
  readonly history?: Partial<RingBounds>;
  readonly journal?: StoreJournal;
  /** What is kept as objects; all others rest as bytes. */
  readonly awake?: Partial<AwakeBounds>;
}

export type ChangeListener = (change: Change, resource: string) => void;

interface Shelf {
  readonly objects: Collection;
  readonly ring: ChangeRing;
  readonly listeners: Set<ChangeListener>;
  /** The lists that were asked for since the last change, by namespace. */
  readonly lists: Map<string | undefined, readonly StoredObject[]>;
  /** Watches know nothing of what was before this version. */
  watchedSince: number;
}

const MEBIBYTE = 1024 * 1024;
const HISTORY: RingBounds = { changes: 4000, bytes: 16 * MEBIBYTE };
const AWAKE: AwakeBounds = { objects: 10_000, bytes: 16 * MEBIBYTE };

export class ObjectStore {
  readonly #shelves = new Map<string, Shelf>();
  readonly #history: RingBounds;
  readonly #journal: StoreJournal | undefined;
  readonly #listeners = new Set<ChangeListener>();
  readonly #undelivered: { readonly resource: string; readonly change: Change }[] = [];
  readonly #awake: AwakeObjects;
  #delivering = false;
  #version = 1;
  /** Changes up to this version were never seen by this store. */
  #oldest = 0;
  #replaced = 0;

  constructor(options: ObjectStoreOptions = {}) {
    this.#history = { ...HISTORY, ...options.history };
    this.#journal = options.journal;
    this.#awake = new AwakeObjects({ ...AWAKE, ...options.awake });
  }

  /** The version of the latest change. */
  get version(): number {
    return this.#version;
  }

  /** Bytes of all versions that were replaced or removed so far: what a reader of old versions may be keeping. */
  get replaced(): number {
    return this.#replaced;
  }

  get(resource: string, namespace: string, name: string): StoredObject | undefined {
    return this.#shelves.get(resource)?.objects.get(namespace, name);
  }

  /** All objects of a resource in key order, or those of one namespace. */
  list(resource: string, namespace?: string): Iterable<StoredObject> {
    return this.#shelves.get(resource)?.objects.values(namespace) ?? [];
  }

  /** The same as it is now, however long it is read: one list for all who ask between two changes. */
  snapshot(resource: string, namespace?: string): readonly StoredObject[] {
    const shelf = this.#shelves.get(resource);
    if (shelf === undefined) return [];
    const made = shelf.lists.get(namespace) ?? [...shelf.objects.values(namespace)];
    shelf.lists.set(namespace, made);
    return made;
  }

  count(resource: string): number {
    return this.#shelves.get(resource)?.objects.size ?? 0;
  }

  /** The resources that ever held an object. */
  resources(): readonly string[] {
    return [...this.#shelves.keys()];
  }

  /** Stores a new version and tells the watchers. The object gets the version; all checks were the caller's. */
  put(resource: string, object: KubeObject): StoredObject {
    const shelf = this.#shelf(resource);
    const previous = shelf.objects.get(object.metadata.namespace ?? '', object.metadata.name ?? '');
    const stored = this.#next(object);
    this.#commit(resource, new Change(previous ? 'MODIFIED' : 'ADDED', stored, previous));
    return stored;
  }

  /** Removes an object; the answer is its last state at the version of the removal. Undefined where there is none. */
  remove(resource: string, namespace: string, name: string): StoredObject | undefined {
    const previous = this.get(resource, namespace, name);
    if (!previous) return undefined;
    const stored = this.#next(previous.object);
    this.#commit(resource, new Change('DELETED', stored, previous));
    return stored;
  }

  /** Puts an object back that was recorded at an earlier time, without telling anybody. */
  restore(resource: string, stored: StoredObject): void {
    stored.rest(this.#awake);
    const { objects, lists } = this.#shelf(resource);
    objects.put(stored);
    lists.clear();
    this.restoreVersion(stored.version);
  }

  /** Removes an object that was recorded as removed, without telling anybody. */
  restoreRemoval(
    resource: string,
    removed: { readonly namespace: string; readonly name: string; readonly version: number },
  ): void {
    const { objects, lists } = this.#shelf(resource);
    objects.remove(removed.namespace, removed.name);
    lists.clear();
    this.restoreVersion(removed.version);
  }

  /** Goes on from a version that was reached at an earlier time. */
  restoreVersion(version: number): void {
    this.#version = Math.max(this.#version, version);
  }

  /** Ends restoring: the changes that led here are not known, so no watch can start before now. */
  restored(): void {
    this.#oldest = this.#version;
    this.compact();
  }

  /** Calls for every change of one resource from now on, in order; the answer ends it. */
  subscribe(resource: string, listener: ChangeListener): () => void {
    const { listeners } = this.#shelf(resource);
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  /** Calls for every change of every resource from now on, in order; the answer ends it. */
  subscribeAll(listener: ChangeListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Changes of a resource after a version; undefined where they are no longer all known. */
  changesAfter(resource: string, version: number): readonly Change[] | undefined {
    return this.#shelf(resource).ring.after(version);
  }

  /** The objects of a resource as they were at a version, in key order; undefined where that is no longer known. */
  listAt(resource: string, version: number): readonly StoredObject[] | undefined {
    const since = this.changesAfter(resource, version);
    if (!since) return undefined;
    const past = new Collection();
    for (const stored of this.list(resource)) past.put(stored);
    for (const { stored, previous } of since.toReversed()) {
      if (previous) past.put(previous);
      else past.remove(stored.namespace, stored.name);
    }
    return [...past.values()];
  }

  /** The oldest version a watch of this resource may start at. */
  oldestVersion(resource: string): number {
    const { ring, watchedSince } = this.#shelf(resource);
    return Math.max(ring.floor, watchedSince);
  }

  /** A resource is served from now on: no watch of it can start before. */
  watchFromNow(resource: string): void {
    this.#shelf(resource).watchedSince = this.#version;
  }

  /** Forgets all history, so that every watch from an older version has to list again. */
  compact(): void {
    for (const shelf of this.#shelves.values()) shelf.ring.compact(this.#version);
  }

  #next(object: KubeObject): StoredObject {
    const version = this.#version + 1;
    const metadata = orderedMetadata({ ...object.metadata, resourceVersion: String(version) });
    return new StoredObject({ ...object, metadata }, version);
  }

  #commit(resource: string, change: Change): void {
    this.#journal?.record(resource, change);
    const shelf = this.#shelf(resource);
    shelf.lists.clear();
    this.#version = change.version;
    if (change.type === 'DELETED') shelf.objects.remove(change.stored.namespace, change.stored.name);
    else shelf.objects.put(change.stored);
    shelf.ring.add(change);
    this.#deliver(resource, change);
  }

  /** A listener may write: its changes wait until everybody heard of the one at hand, so that all hear the same order. */
  #deliver(resource: string, change: Change): void {
    this.#undelivered.push({ resource, change });
    if (this.#delivering) return;
    this.#delivering = true;
    try {
      for (let next = this.#undelivered.shift(); next; next = this.#undelivered.shift()) {
        for (const listener of this.#shelf(next.resource).listeners) listener(next.change, next.resource);
        for (const listener of this.#listeners) listener(next.change, next.resource);
        this.#told(next.change);
      }
    } finally {
      this.#delivering = false;
    }
  }

  /** A present version is kept as an object while there is room; one that was replaced or removed is not. */
  #told(change: Change): void {
    change.told();
    if (change.previous !== undefined) {
      this.#awake.rest(change.previous);
      this.#replaced += change.previous.bytes.length;
    }
    if (change.type === 'DELETED') this.#awake.rest(change.stored);
    else this.#awake.add(change.stored);
  }

  #shelf(resource: string): Shelf {
    const known = this.#shelves.get(resource);
    if (known) return known;
    const shelf = {
      objects: new Collection(),
      ring: new ChangeRing(this.#history, this.#oldest),
      listeners: new Set<ChangeListener>(),
      lists: new Map<string | undefined, readonly StoredObject[]>(),
      watchedSince: 0,
    };
    this.#shelves.set(resource, shelf);
    return shelf;
  }
}
