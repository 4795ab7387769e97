/**
 * What one watcher is sent. While it reads as fast as changes come, each is sent when it is told, in bytes that all watchers
 * share. One that is slower holds nothing of its own: it goes on from the version it has in what the store keeps, and is cut
 * off when that is gone.
 */
import type { Timer } from '../../base/clock.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { decodeObject } from '../operations/decode-object.ts';
import { partialObject, tableOf, type ViewOptions } from '../printing/object-views.ts';
import { type ApiFault, statusOf } from '../status/api-fault.ts';
import { expired } from '../status/faults.ts';
import type { Change } from '../storage/change-ring.ts';
import { type ChangeType, watchLine } from '../storage/encoded-forms.ts';
import { StoredObject } from '../storage/stored-object.ts';
import type { StreamSink } from './api-request.ts';
import type { Call } from './call.ts';
import { tooLargeVersion } from './read-version.ts';
import { isSelected, type Selection } from './selection.ts';

const BOOKMARK_EVERY = 60_000;
/** The last bookmark comes so long before the end, so that who goes on from there has missed little. */
const BEFORE_END = 2000;
/** How long a receiver may read nothing of what is waiting. */
const STALLED = 60_000;
/** How long a watch waits for a version that is yet to come, in milliseconds. Source: `blockTimeout` of the watch cache. */
const PATIENCE = 3000;
const INITIAL_END = 'k8s.io/initial-events-end';

/** What a watch asks for, read once. */
export interface WatchPlan {
  readonly call: Call;
  readonly selection: Selection;
  readonly view: ViewOptions;
  /** Undefined: begin with the state of now. */
  readonly since: number | undefined;
  /** The state to begin with is to be this new. */
  readonly notBefore: number;
  readonly bookmarks: boolean;
  /** Send the present state, then a bookmark that says that it was all. */
  readonly initialEvents: boolean;
  readonly seconds: number;
}

export class WatchStream {
  readonly #plan: WatchPlan;
  readonly #sink: StreamSink;
  readonly #timers = new Map<'end' | 'bookmark' | 'stalled' | 'patience', Timer>();
  /** What is still to be sent of the state to begin with. */
  #state: Iterator<StoredObject> | undefined;
  /** Nothing up to this version is left to be sent. */
  #version: number;
  /** More waits to be read than the receiver should be given. */
  #isBehind = false;
  #unsubscribe: (() => void) | undefined;
  #columnsSent = false;
  #closed = false;

  constructor(plan: WatchPlan, sink: StreamSink) {
    this.#plan = plan;
    this.#sink = sink;
    this.#version = plan.since ?? plan.call.cluster.store.version;
  }

  /** Begins; the answer ends it. */
  open(): () => void {
    const { call, since, notBefore } = this.#plan;
    const { store } = call.cluster;
    const oldest = store.oldestVersion(call.definition.shelf);
    if (oldest > this.#version) {
      this.#fail(expired(`too old resource version: ${since} (${oldest})`));
      return () => undefined;
    }
    if (notBefore > store.version) this.#waitFor(notBefore);
    else this.#begin();
    return () => this.#close();
  }

  /** For a version that is yet to come, and not for long. */
  #waitFor(version: number): void {
    const { clock, store } = this.#plan.call.cluster;
    const begin = (): void => {
      if (store.version < version) return;
      this.#unsubscribe?.();
      this.#timers.get('patience')?.cancel();
      this.#version = store.version;
      this.#begin();
    };
    this.#unsubscribe = store.subscribeAll(begin);
    const giveUp = (): void => this.#fail(tooLargeVersion(String(version), store.version));
    this.#timers.set('patience', clock.after(PATIENCE, giveUp));
  }

  #begin(): void {
    const { call, since, selection } = this.#plan;
    const { store } = call.cluster;
    const { shelf } = call.definition;
    if (since === undefined) this.#state = store.snapshot(shelf, selection.namespace).values();
    this.#unsubscribe = store.subscribe(shelf, (change) => this.#hear(change));
    this.#startTimers();
    this.#goOn();
  }

  #fail({ details }: ApiFault): void {
    this.#write({ type: 'ERROR', object: statusOf(details) });
    this.#end();
  }

  /** Sends what the receiver does not have yet, as much as it takes. */
  #goOn(): void {
    this.#isBehind = false;
    this.#sendState();
    if (this.#state !== undefined || this.#isBehind || this.#closed) return;
    const { call } = this.#plan;
    const missed = call.cluster.store.changesAfter(call.definition.shelf, this.#version);
    if (missed === undefined) this.#cut();
    for (const change of missed ?? []) {
      if (this.#isBehind || this.#closed) return;
      this.#take(change);
    }
  }

  #sendState(): void {
    const { selection, initialEvents, bookmarks } = this.#plan;
    while (this.#state !== undefined && !this.#isBehind && !this.#closed) {
      const { value, done } = this.#state.next();
      if (!done) {
        if (isSelected(selection, value)) this.#send('ADDED', value);
        continue;
      }
      this.#state = undefined;
      if (initialEvents && bookmarks) this.#bookmark({ annotations: { [INITIAL_END]: 'true' } });
    }
  }

  #hear(change: Change): void {
    const { call } = this.#plan;
    if (this.#isBehind || this.#state !== undefined) {
      if (call.cluster.store.oldestVersion(call.definition.shelf) > this.#version) this.#cut();
      return;
    }
    if (change.version > this.#version) this.#take(change);
  }

  /** An object that enters the selection is added to the watcher's world, one that leaves it is deleted from it. */
  #take(change: Change): void {
    const { selection } = this.#plan;
    const is = change.type !== 'DELETED' && isSelected(selection, change.stored);
    const was = change.previous !== undefined && isSelected(selection, change.previous);
    this.#version = change.version;
    if (is) this.#send(was ? 'MODIFIED' : 'ADDED', change.stored, change);
    else if (was) this.#send('DELETED', change.type === 'DELETED' ? change.stored : change.departed, change);
  }

  #send(type: ChangeType, stored: StoredObject, change?: Change): void {
    const { view, version } = this.#plan.view.form;
    const { apiVersion, convert } = this.#plan.call.definition;
    if (view === 'table') {
      this.#tableLine(type, stored.as(apiVersion, convert));
      return;
    }
    const make = () => {
      const shown = stored.as(apiVersion, convert);
      return view === 'full' ? watchLine(type, shown) : partialLine(type, shown, version);
    };
    this.#put(change?.encoding(`${apiVersion} ${view} ${version} ${type}`, make) ?? make());
  }

  #tableLine(type: ChangeType | 'BOOKMARK', stored: StoredObject): void {
    const metadata = { resourceVersion: String(stored.version) };
    const now = this.#plan.call.cluster.clock.now();
    const options = { ...this.#plan.view, now, metadata, withColumns: !this.#columnsSent };
    this.#columnsSent = true;
    this.#write({ type, object: tableOf([stored], options) });
  }

  /** Tells the version that was reached. */
  #bookmark(extra: { readonly annotations?: Readonly<Record<string, string>> }): void {
    const { definition } = this.#plan.call;
    const { view, version } = this.#plan.view.form;
    const metadata = { resourceVersion: String(this.#version), ...extra };
    if (view === 'table') {
      const { apiVersion, kind } = definition;
      this.#tableLine('BOOKMARK', new StoredObject({ apiVersion, kind, metadata }, this.#version));
      return;
    }
    const type =
      view === 'partial' ? { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}` } : undefined;
    const { kind, apiVersion } = type ?? definition;
    const object = { kind, apiVersion, metadata };
    // An object without content, as its kind writes it.
    const shown = type || definition.custom ? object : decodeObject(definition, object).object;
    this.#write({ type: 'BOOKMARK', object: shown });
  }

  #startTimers(): void {
    const { call, seconds, bookmarks } = this.#plan;
    const { clock, store } = call.cluster;
    this.#timers.set(
      'end',
      clock.after(seconds * 1000, () => this.#end()),
    );
    if (!bookmarks) return;
    const deadline = clock.monotonic() + seconds * 1000;
    const wait = (): void => {
      const left = deadline - BEFORE_END - clock.monotonic();
      if (!this.#closed && left > 0) this.#timers.set('bookmark', clock.after(Math.min(BOOKMARK_EVERY, left), tick));
    };
    const tick = (): void => {
      if (!this.#isBehind) {
        this.#version = store.version;
        this.#bookmark({});
      }
      wait();
    };
    wait();
  }

  #write(event: { readonly type: string; readonly object: Parameters<typeof stringifyJson>[0] }): void {
    this.#put(Buffer.from(`${stringifyJson({ type: event.type, object: event.object })}\n`));
  }

  #put(line: Uint8Array): void {
    if (this.#closed) return;
    if (!this.#sink.write(line)) this.#close();
    else if (this.#sink.flow?.isFull()) this.#waitUntilRead();
  }

  #waitUntilRead(): void {
    if (this.#isBehind) return;
    this.#isBehind = true;
    this.#timers.set(
      'stalled',
      this.#plan.call.cluster.clock.after(STALLED, () => this.#cut()),
    );
    this.#sink.flow?.onceRead(() => {
      this.#timers.get('stalled')?.cancel();
      if (!this.#closed) this.#goOn();
    });
  }

  #end(): void {
    if (this.#closed) return;
    this.#close();
    this.#sink.end();
  }

  #cut(): void {
    if (this.#closed) return;
    this.#close();
    this.#sink.flow?.cut();
  }

  #close(): void {
    this.#closed = true;
    this.#unsubscribe?.();
    for (const timer of this.#timers.values()) timer.cancel();
  }
}

function partialLine(type: ChangeType, stored: StoredObject, version: string): Buffer {
  return Buffer.from(`${stringifyJson({ type, object: partialObject(stored, version) })}\n`);
}
