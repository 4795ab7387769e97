/** The wanted objects of one type, whole, as a sink of list and watch. */
import type { AppError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ReflectorSink } from '../../ports/reflector.ts';

export interface ObjectSetDeps {
  readonly isWanted: (object: KubeObject) => boolean;
  /** Something of what is wanted came, changed or went. */
  readonly changed: () => void;
  /** Listed for the first time, failing, or going on again. */
  readonly told: (failure: AppError | undefined) => void;
}

export class ObjectSet implements ReflectorSink {
  readonly #deps: ObjectSetDeps;
  #objects = new Map<string, KubeObject>();
  #listing = new Map<string, KubeObject>();

  constructor(deps: ObjectSetDeps) {
    this.#deps = deps;
  }

  /** By name, in the order of their names. */
  byName(): ReadonlyMap<string, KubeObject> {
    return new Map([...this.#objects].sort(([a], [b]) => (a < b ? -1 : 1)));
  }

  listing(): void {
    this.#listing = new Map();
  }

  page(objects: readonly KubeObject[]): void {
    for (const object of objects.filter(this.#deps.isWanted)) this.#listing.set(object.metadata.name ?? '', object);
  }

  listed(): void {
    this.#objects = this.#listing;
    this.#listing = new Map();
    this.#deps.changed();
  }

  changed(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): void {
    const name = object.metadata.name ?? '';
    const isWanted = type !== 'DELETED' && this.#deps.isWanted(object);
    if (!isWanted && !this.#objects.has(name)) return;
    if (isWanted) this.#objects.set(name, object);
    else this.#objects.delete(name);
    this.#deps.changed();
  }

  bookmark(): void {
    // The version is the reflector's to keep.
  }

  health(failure: AppError | undefined): void {
    this.#deps.told(failure);
  }
}
