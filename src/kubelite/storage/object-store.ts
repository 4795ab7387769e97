/**
 * All objects with one strictly rising version over every resource, as etcd gives. In memory and synchronous; a `StoreJournal`
 * may record each change before it becomes visible, and `restore` puts recorded ones back.
 */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { Change, ChangeRing } from './change-ring.ts';
import { Collection } from './collection.ts';
import { orderedMetadata } from './ordered-metadata.ts';
import { StoredObject } from './stored-object.ts';

/** Where changes are kept beyond memory. Throwing refuses the write. */
export interface StoreJournal {
  record(resource: string, change: Change): void;
}

export interface ObjectStoreOptions {
  /** Changes kept per resource for watches that start in the past. */
  readonly history?: number;
  readonly journal?: StoreJournal;
  /** Objects, the latest, that are kept as objects; all others rest as bytes. */
  readonly awake?: number;
}

export type ChangeListener = (change: Change, resource: string) => void;

interface Shelf {
  readonly objects: Collection;
  readonly ring: ChangeRing;
  readonly listeners: Set<ChangeListener>;
}

const HISTORY = 2000;
const AWAKE = 10_000;

export class ObjectStore {
  readonly #shelves = new Map<string, Shelf>();
  readonly #history: number;
  readonly #journal: StoreJournal | undefined;
  readonly #listeners = new Set<ChangeListener>();
  readonly #undelivered: { readonly resource: string; readonly change: Change }[] = [];
  /** In the order in which they were written. */
  readonly #awake = new Set<StoredObject>();
  readonly #mostAwake: number;
  #delivering = false;
  #version = 1;
  /** Changes up to this version were never seen by this store. */
  #oldest = 0;

  constructor(options: ObjectStoreOptions = {}) {
    this.#history = options.history ?? HISTORY;
    this.#journal = options.journal;
    this.#mostAwake = options.awake ?? AWAKE;
  }

  /** The version of the latest change. */
  get version(): number {
    return this.#version;
  }

  get(resource: string, namespace: string, name: string): StoredObject | undefined {
    return this.#shelves.get(resource)?.objects.get(namespace, name);
  }

  /** All objects of a resource in key order, or those of one namespace. */
  list(resource: string, namespace?: string): Iterable<StoredObject> {
    return this.#shelves.get(resource)?.objects.values(namespace) ?? [];
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
    const { objects } = this.#shelf(resource);
    this.#wake(stored, objects.get(stored.namespace, stored.name));
    objects.put(stored);
    this.restoreVersion(stored.version);
  }

  /** Removes an object that was recorded as removed, without telling anybody. */
  restoreRemoval(
    resource: string,
    removed: { readonly namespace: string; readonly name: string; readonly version: number },
  ): void {
    const { objects } = this.#shelf(resource);
    this.#wake(undefined, objects.get(removed.namespace, removed.name));
    objects.remove(removed.namespace, removed.name);
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
    return this.#shelf(resource).ring.floor;
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
    this.#version = change.version;
    if (change.type === 'DELETED') shelf.objects.remove(change.stored.namespace, change.stored.name);
    else shelf.objects.put(change.stored);
    this.#wake(change.type === 'DELETED' ? undefined : change.stored, change.previous);
    shelf.ring.add(change);
    this.#deliver(resource, change);
  }

  /** A new version is kept as an object; for it, the one before and the one written longest ago are not. */
  #wake(stored: StoredObject | undefined, previous: StoredObject | undefined): void {
    if (previous !== undefined) this.#awake.delete(previous);
    if (stored !== undefined) this.#awake.add(stored);
    for (const oldest of this.#awake) {
      if (this.#awake.size <= this.#mostAwake) return;
      this.#awake.delete(oldest);
      oldest.rest();
    }
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
      }
    } finally {
      this.#delivering = false;
    }
  }

  #shelf(resource: string): Shelf {
    const known = this.#shelves.get(resource);
    if (known) return known;
    const shelf = {
      objects: new Collection(),
      ring: new ChangeRing(this.#history, this.#oldest),
      listeners: new Set<ChangeListener>(),
    };
    this.#shelves.set(resource, shelf);
    return shelf;
  }
}
