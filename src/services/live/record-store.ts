/**
 * The records of one cluster with the ways to find them: by key, namespace, owner and application. A record never goes back
 * in resourceVersion.
 */
import type { ObjectKey } from '../../kube/object/kube-object.ts';
import type { LiveChange, LiveRecord } from '../../ports/live-cluster.ts';
import type { BodyHolder } from './fresh-bodies.ts';
import { GroupedSets } from './grouped-sets.ts';
import { KindRecords } from './kind-records.ts';
import { compareVersions } from './resource-version.ts';
import { trackedInstance } from './slim-record.ts';

/** One object. Indexes hold entries, so that a change of the record leaves them alone. */
export interface Entry extends BodyHolder {
  record: LiveRecord;
}

export class RecordStore {
  readonly #kinds = new Map<string, KindRecords>();
  readonly #children = new GroupedSets<Entry>();
  readonly #managed = new GroupedSets<Entry>();
  readonly #changed: (change: LiveChange) => void;

  constructor(changed: (change: LiveChange) => void) {
    this.#changed = changed;
  }

  /** The records of a kind, for its list and watch. */
  kind(group: string, kind: string): KindRecords {
    const name = `${group}/${kind}`;
    const found = this.#kinds.get(name);
    if (found) return found;
    const made = new KindRecords();
    this.#kinds.set(name, made);
    return made;
  }

  get(key: ObjectKey): Entry | undefined {
    return this.#kinds.get(`${key.group}/${key.kind}`)?.get(key.namespace, key.name);
  }

  /**
   * Takes a newer state in; false where what is there is as new or newer. The body is asked for only when it is taken, and
   * before that whether the change from what is there is a minor one.
   */
  put(record: LiveRecord, body: () => BodyHolder['body'], isMinor: (entry: Entry) => boolean = () => false): boolean {
    const kind = this.kind(record.key.group, record.key.kind);
    const entry = kind.get(record.key.namespace, record.key.name);
    if (entry === undefined) {
      const made: Entry = { record, body: body() };
      kind.set(made);
      this.#index(made);
      this.#changed({ key: record.key, kind: 'added', before: undefined, after: record });
      return true;
    }
    const before = entry.record;
    if (compareVersions(record.resourceVersion, before.resourceVersion) <= 0) {
      return sameVersionOtherForm(entry, record, body);
    }
    const minor = isMinor(entry) ? ({ minor: true } as const) : undefined;
    this.#replace(entry, record, body());
    this.#changed({ key: record.key, kind: 'modified', before, after: record, ...minor });
    return true;
  }

  remove(key: ObjectKey): void {
    const kind = this.#kinds.get(`${key.group}/${key.kind}`);
    const entry = kind?.get(key.namespace, key.name);
    if (kind === undefined || entry === undefined) return;
    kind.delete(key.namespace, key.name);
    this.#unindex(entry);
    this.#changed({ key: entry.record.key, kind: 'deleted', before: entry.record, after: undefined });
  }

  /** The kind is no longer served: its objects are gone. */
  removeKind(group: string, kind: string): void {
    for (const { record } of [...this.kind(group, kind).all()]) this.remove(record.key);
    this.#kinds.delete(`${group}/${kind}`);
  }

  managedBy(instance: string): readonly LiveRecord[] {
    return this.#managed.get(instance).map((entry) => entry.record);
  }

  childrenOf(uid: string): readonly LiveRecord[] {
    return this.#children.get(uid).map((entry) => entry.record);
  }

  inNamespace(namespace: string): readonly LiveRecord[] {
    return [...this.#kinds.values()].flatMap((kind) => [...kind.inNamespace(namespace)].map((entry) => entry.record));
  }

  get size(): number {
    return [...this.#kinds.values()].reduce((sum, kind) => sum + kind.size, 0);
  }

  #replace(entry: Entry, record: LiveRecord, body: BodyHolder['body']): void {
    const moved = indexText(entry.record) !== indexText(record);
    if (moved) this.#unindex(entry);
    // The key is the one thing that never changes: keep the old one, the others may be thrown away.
    entry.record = { ...record, key: entry.record.key };
    entry.body = body;
    if (moved) this.#index(entry);
  }

  #index(entry: Entry): void {
    for (const owner of entry.record.owners) this.#children.add(owner.uid, entry);
    for (const instance of instancesOf(entry.record)) this.#managed.add(instance, entry);
  }

  #unindex(entry: Entry): void {
    for (const owner of entry.record.owners) this.#children.delete(owner.uid, entry);
    for (const instance of instancesOf(entry.record)) this.#managed.delete(instance, entry);
  }
}

/** Our own write may have been answered in another version of the API than the one watched: the watched form wins. */
function sameVersionOtherForm(entry: Entry, record: LiveRecord, body: () => BodyHolder['body']): boolean {
  const { resourceVersion, version } = entry.record;
  if (record.resourceVersion !== resourceVersion || record.version === version) return false;
  entry.record = { ...record, key: entry.record.key };
  entry.body = body();
  return true;
}

function instancesOf(record: LiveRecord): readonly string[] {
  const byAnnotation = trackedInstance(record.trackingId);
  const names = byAnnotation === record.trackingLabel ? [byAnnotation] : [byAnnotation, record.trackingLabel];
  return names.filter((name) => name !== '');
}

function indexText(record: LiveRecord): string {
  const owners = record.owners.map((owner) => owner.uid).join(' ');
  return `${owners}\n${instancesOf(record).join('\n')}`;
}
