/** Keeps the newest of every Application, and tells which have a question to be answered. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ReflectorSink } from '../../ports/reflector.ts';
import { type AppState, newAppState, questionOf } from './app-state.ts';
import { appKeyText, isDeleting, viewOf } from './application-view.ts';

export interface StoreListener {
  /** A new Application, or one that asks something else than before. */
  asked(key: string): void;
  /** One that was not to be deleted before is now. */
  deleting(key: string): void;
  gone(key: string): void;
}

export class ApplicationStore implements ReflectorSink {
  private readonly namespace: string;
  private readonly listener: StoreListener;
  private readonly states = new Map<string, AppState>();
  private listed_ = new Set<string>();
  private readonly ready_ = Promise.withResolvers<void>();

  constructor(namespace: string, listener: StoreListener) {
    this.namespace = namespace;
    this.listener = listener;
  }

  /** Resolves when the first list is in. */
  get ready(): Promise<void> {
    return this.ready_.promise;
  }

  get(key: string): AppState | undefined {
    return this.states.get(key);
  }

  all(): IterableIterator<[string, AppState]> {
    return this.states.entries();
  }

  listing(): void {
    this.listed_ = new Set();
  }

  page(objects: readonly KubeObject[]): void {
    for (const object of objects) this.listed_.add(this.put(object));
  }

  listed(_resourceVersion: string): void {
    for (const key of this.states.keys()) if (!this.listed_.has(key)) this.drop(key);
    this.ready_.resolve();
  }

  changed(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: KubeObject): void {
    if (type === 'DELETED') this.drop(appKeyText(viewOf(object, this.namespace).key));
    else this.put(object);
  }

  bookmark(): void {}

  health(): void {}

  private put(object: KubeObject): string {
    const view = viewOf(object, this.namespace);
    const key = appKeyText(view.key);
    const state = this.states.get(key);
    if (state === undefined || state.view.object.metadata.uid !== object.metadata.uid) {
      this.states.set(key, newAppState(view));
      this.listener.asked(key);
      return key;
    }
    // Our own writes are known before the watch tells them.
    const isNews = isNewer(object, state.view.object);
    const begins = isNews && isDeleting(view) && !isDeleting(state.view);
    if (isNews) state.view = view;
    if (begins) this.listener.deleting(key);
    else if (questionOf(state.view.object) !== state.answered) this.listener.asked(key);
    return key;
  }

  private drop(key: string): void {
    if (this.states.delete(key)) this.listener.gone(key);
  }
}

/** By resourceVersion: versions of one server are numbers that rise, too large for arithmetic. */
export function isNewer(object: KubeObject, than: KubeObject): boolean {
  const [left, right] = [object.metadata.resourceVersion ?? '0', than.metadata.resourceVersion ?? '0'];
  return left.length === right.length ? left > right : left.length > right.length;
}
