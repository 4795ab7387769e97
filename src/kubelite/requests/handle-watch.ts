/** Watches: one line of JSON per change, from a version in the recent past or from the state of now. */
import type { Timer } from '../../base/clock.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { partialObject, tableOf, type ViewOptions } from '../printing/object-views.ts';
import { ApiFault, statusOf } from '../status/api-fault.ts';
import { expired } from '../status/faults.ts';
import type { Change } from '../storage/change-ring.ts';
import { type ChangeType, StoredObject } from '../storage/stored-object.ts';
import type { StreamAnswer, StreamSink } from './api-request.ts';
import type { Call } from './call.ts';
import { selected } from './handle-list.ts';
import { listOptionsOf } from './list-options.ts';
import { noVersion } from './read-version.ts';
import { isSelected, type Selection, selectionOf } from './selection.ts';
import { watchViewOf } from './view-options.ts';

const BOOKMARK_EVERY = 60_000;
const LONGEST = 1800;
const INITIAL_END = 'k8s.io/initial-events-end';

/** What a watch asks for, read once. */
interface WatchPlan {
  readonly call: Call;
  readonly selection: Selection;
  readonly view: ViewOptions;
  /** Undefined: begin with the state of now. */
  readonly since: number | undefined;
  readonly bookmarks: boolean;
  /** Send the present state, then a bookmark that says that it was all. */
  readonly initialEvents: boolean;
  readonly seconds: number;
}

/** Opens a watch. Throws 400, 406, 422 before it starts; a version that is too old is told by an ERROR line. */
export function handleWatch(call: Call): StreamAnswer {
  const plan = planOf(call);
  return {
    kind: 'stream',
    status: 200,
    headers: { 'content-type': 'application/json', 'cache-control': 'no-cache, private' },
    start: (sink) => new WatchStream(plan, sink).open(),
  };
}

function planOf(call: Call): WatchPlan {
  const options = listOptionsOf(call.query, { watch: true });
  const initialEvents = options.sendInitialEvents ?? false;
  const version = versionOf(options.resourceVersion);
  return {
    call,
    selection: watchSelection(call),
    view: watchViewOf(call),
    since: version === 0 || initialEvents ? undefined : version,
    bookmarks: options.bookmarks,
    initialEvents,
    seconds: options.timeoutSeconds > 0 ? options.timeoutSeconds : LONGEST,
  };
}

/** A watch at one object's path is one of the collection with that name. */
function watchSelection(call: Call): Selection {
  const { definition, path, query } = call;
  if (path.name === '') return selectionOf(definition, path.namespace, query);
  const selection = selectionOf(definition, path.namespace, query);
  const { matches } = selection;
  return { ...selection, matches: (object) => object.metadata.name === path.name && (matches?.(object) ?? true) };
}

function versionOf(text: string): number {
  if (text === '') return 0;
  if (/^\d+$/.test(text)) return Number(text);
  throw new ApiFault({ code: 500, reason: '', message: noVersion(text) });
}

class WatchStream {
  readonly #plan: WatchPlan;
  readonly #sink: StreamSink;
  readonly #timers: Timer[] = [];
  #unsubscribe: (() => void) | undefined;
  #columnsSent = false;
  #closed = false;

  constructor(plan: WatchPlan, sink: StreamSink) {
    this.#plan = plan;
    this.#sink = sink;
  }

  open(): () => void {
    const { call, since } = this.#plan;
    const { store } = call.cluster;
    const { shelf } = call.definition;
    const missed = since === undefined ? [] : store.changesAfter(shelf, since);
    if (!missed) {
      const message = `too old resource version: ${since} (${store.oldestVersion(shelf)})`;
      this.#write({ type: 'ERROR', object: statusOf(expired(message).details) });
      this.#end();
      return () => undefined;
    }
    this.#unsubscribe = store.subscribe(shelf, (change) => this.#take(change));
    if (since === undefined) this.#sendState();
    for (const change of missed) this.#take(change);
    this.#startTimers();
    return () => this.#close();
  }

  #sendState(): void {
    const { call, selection, initialEvents, bookmarks } = this.#plan;
    for (const stored of selected(call, selection)) this.#send('ADDED', stored);
    if (initialEvents && bookmarks) this.#bookmark({ annotations: { [INITIAL_END]: 'true' } });
  }

  #startTimers(): void {
    const { call, seconds, bookmarks } = this.#plan;
    const { clock } = call.cluster;
    this.#timers.push(clock.after(seconds * 1000, () => this.#end()));
    if (!bookmarks) return;
    const tick = (): void => {
      this.#bookmark({});
      if (!this.#closed) this.#timers[1] = clock.after(BOOKMARK_EVERY, tick);
    };
    this.#timers[1] = clock.after(BOOKMARK_EVERY, tick);
  }

  /** An object that enters the selection is added to the watcher's world, one that leaves it is deleted from it. */
  #take(change: Change): void {
    const { selection, since } = this.#plan;
    if (since !== undefined && change.version <= since) return;
    const is = change.type !== 'DELETED' && isSelected(selection, change.stored.object);
    const was = change.previous !== undefined && isSelected(selection, change.previous.object);
    if (is) this.#send(was ? 'MODIFIED' : 'ADDED', change.stored);
    else if (was) this.#send('DELETED', change.type === 'DELETED' ? change.stored : change.departed);
  }

  #send(type: ChangeType, stored: StoredObject): void {
    const { definition } = this.#plan.call;
    const shown = stored.as(definition.apiVersion, definition.convert);
    const { view } = this.#plan.view.form;
    if (view === 'full') this.#put(shown.line(type));
    else if (view === 'partial') this.#put(this.#partialLine(type, shown));
    else this.#tableLine(type, shown);
  }

  #partialLine(type: ChangeType, stored: StoredObject): Buffer {
    const { version } = this.#plan.view.form;
    const make = () => Buffer.from(`${stringifyJson({ type, object: partialObject(stored, version) })}\n`);
    return stored.encoding(`partial ${version} ${type}`, make);
  }

  #tableLine(type: ChangeType | 'BOOKMARK', stored: StoredObject): void {
    const { resourceVersion = '' } = stored.object.metadata;
    const now = this.#plan.call.cluster.clock.now();
    const options = { ...this.#plan.view, now, metadata: { resourceVersion }, withColumns: !this.#columnsSent };
    this.#columnsSent = true;
    this.#write({ type, object: tableOf([stored], options) });
  }

  #bookmark(extra: { readonly annotations?: Readonly<Record<string, string>> }): void {
    const { definition, cluster } = this.#plan.call;
    const { view, version } = this.#plan.view.form;
    const metadata = { resourceVersion: String(cluster.store.version), ...extra };
    if (view === 'table') {
      const { apiVersion, kind } = definition;
      this.#tableLine('BOOKMARK', new StoredObject({ apiVersion, kind, metadata }, cluster.store.version));
      return;
    }
    const type =
      view === 'partial' ? { kind: 'PartialObjectMetadata', apiVersion: `meta.k8s.io/${version}` } : undefined;
    const { kind, apiVersion } = type ?? definition;
    this.#write({ type: 'BOOKMARK', object: { kind, apiVersion, metadata } });
  }

  #write(event: { readonly type: string; readonly object: Parameters<typeof stringifyJson>[0] }): void {
    this.#put(Buffer.from(`${stringifyJson({ type: event.type, object: event.object })}\n`));
  }

  #put(line: Uint8Array): void {
    if (!this.#closed && !this.#sink.write(line)) this.#close();
  }

  #end(): void {
    if (this.#closed) return;
    this.#close();
    this.#sink.end();
  }

  #close(): void {
    this.#closed = true;
    this.#unsubscribe?.();
    for (const timer of this.#timers) timer.cancel();
  }
}
