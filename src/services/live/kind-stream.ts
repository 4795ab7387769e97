/** One list and watch of a kind, in all namespaces or in one, poured into the records. */
import type { AppError } from '../../base/errors.ts';
import { type KubeObject, keyOf } from '../../kube/object/kube-object.ts';
import type { ReflectorSink } from '../../ports/reflector.ts';
import type { Entry, RecordStore } from './record-store.ts';
import { compareVersions } from './resource-version.ts';

export interface KindStreamDeps {
  readonly store: RecordStore;
  readonly group: string;
  readonly kind: string;
  /** Empty: all. */
  readonly namespace: string;
  /** Puts an object among the records. */
  readonly take: (object: KubeObject) => void;
  /** A full list begins. */
  readonly lists: () => void;
  /** The stream has reached a newer version. */
  readonly moved: () => void;
  /** The first list is in or has failed; later: it fails, or goes on again. The failure only where it is another than before. */
  readonly told: (failure: AppError | undefined) => void;
}

export class KindStream implements ReflectorSink {
  readonly #deps: KindStreamDeps;
  /** Names seen since `listing`; undefined between lists. */
  #seen: Set<string> | undefined;
  /** Everything of this kind up to this version has been told. Empty before the first list. */
  #position = '';
  #failure: AppError | undefined;
  #settled = false;

  constructor(deps: KindStreamDeps) {
    this.#deps = deps;
  }

  get position(): string {
    return this.#position;
  }

  get failure(): AppError | undefined {
    return this.#failure;
  }

  /** Listed once, or failed at it. */
  get settled(): boolean {
    return this.#settled;
  }

  listing(): void {
    this.#seen = new Set();
    this.#deps.lists();
  }

  page(objects: readonly KubeObject[], resourceVersion: string): void {
    if (compareVersions(resourceVersion, this.#position) < 0) this.#forget();
    for (const object of objects) {
      this.#seen?.add(nameOf(object.metadata.namespace ?? '', object.metadata.name ?? ''));
      this.#deps.take(object);
    }
  }

  listed(resourceVersion: string): void {
    const seen = this.#seen ?? new Set();
    this.#seen = undefined;
    for (const { record } of [...this.#known()]) {
      const { key } = record;
      // A write of our own may be newer than the list and so be missing in it.
      const isNewer = compareVersions(record.resourceVersion, resourceVersion) > 0;
      if (!isNewer && !seen.has(nameOf(key.namespace, key.name))) this.#deps.store.remove(key);
    }
    this.#moveTo(resourceVersion);
  }

  changed(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): void {
    if (type === 'DELETED') this.#deps.store.remove(keyOf(object));
    else this.#deps.take(object);
    this.#moveTo(object.metadata.resourceVersion ?? '');
  }

  bookmark(resourceVersion: string): void {
    this.#moveTo(resourceVersion);
  }

  health(failure: AppError | undefined): void {
    const isNews = failure?.code !== this.#failure?.code;
    this.#failure = failure;
    this.#settled = true;
    this.#deps.told(isNews ? failure : undefined);
  }

  /** The server's history went back, as after a restored backup: no version known so far says anything about the new ones. */
  #forget(): void {
    for (const { record } of [...this.#known()]) this.#deps.store.remove(record.key);
    this.#position = '';
  }

  #known(): Iterable<Entry> {
    const { store, group, kind, namespace } = this.#deps;
    const records = store.kind(group, kind);
    return namespace === '' ? records.all() : records.inNamespace(namespace);
  }

  #moveTo(resourceVersion: string): void {
    if (compareVersions(resourceVersion, this.#position) <= 0) return;
    this.#position = resourceVersion;
    this.#deps.moved();
  }
}

/** No namespace or name holds a slash. */
function nameOf(namespace: string, name: string): string {
  return `${namespace}/${name}`;
}
