/** One cluster, followed: see `LiveCluster`. Holds the records, runs the kinds, answers questions. */
import { type AppError, messageOf } from '../../base/errors.ts';
import {
  type KubeObject,
  keyOf,
  type ObjectKey,
  type OwnerReference,
  splitApiVersion,
} from '../../kube/object/kube-object.ts';
import type { ApiResource, Discovery } from '../../ports/kube.ts';
import type { LiveChange, LiveCluster, LiveFacts, LiveGap, LiveRecord } from '../../ports/live-cluster.ts';
import type { LogPort } from '../../ports/log.ts';
import { type AuditTarget, auditRegularly } from './audit.ts';
import { ChangeBatch, type ChangeListener } from './change-batch.ts';
import type { ClusterAccess, LiveDependencies } from './dependencies.ts';
import { mergedDiscovery } from './discovered.ts';
import { FreshBodies } from './fresh-bodies.ts';
import { createInterner } from './interner.ts';
import { KindWatches } from './kind-watches.ts';
import { asksToIgnoreUpdates, refusesToIgnoreUpdates, sameHealth } from './minor-change.ts';
import { missedChanges } from './missed-changes.ts';
import { unpackBody } from './packed-body.ts';
import { ReachWaiters } from './reach-waiters.ts';
import { ReadyWaiters } from './ready-waiters.ts';
import { type Entry, RecordStore } from './record-store.ts';
import { definesKinds, Rediscovery } from './rediscovery.ts';
import { compareVersions } from './resource-version.ts';
import { type SlimDeps, slimRecord } from './slim-record.ts';
import { kindName, resourceOf, watchedKinds } from './watched-kinds.ts';

const NO_FACTS: LiveFacts = { health: undefined, images: [], info: [] };
/** A watch without changes moves on with the server's next bookmark, about once a minute. */
const AUDIT_MILLISECONDS = 180_000;
const RETRY_MILLISECONDS = 1000;
const RETRY_CAP_MILLISECONDS = 30_000;

export class WatchedCluster implements LiveCluster {
  readonly kube: LiveCluster['kube'];
  readonly #deps: LiveDependencies;
  readonly #log: LogPort;
  readonly #slim: SlimDeps;
  readonly #store: RecordStore;
  readonly #fresh = new FreshBodies();
  readonly #kinds: KindWatches;
  readonly #changes: ChangeBatch;
  readonly #reach: ReachWaiters;
  readonly #ready = new ReadyWaiters();
  readonly #rediscovery: Rediscovery;
  readonly #stop = new AbortController();
  #discovery: Discovery | undefined;
  #version = '';
  /** Why the cluster's kinds cannot be read; undefined when they were. */
  #failure: AppError | Error | undefined;
  #connection: ReturnType<LiveCluster['connection']>;

  constructor(access: ClusterAccess, deps: LiveDependencies) {
    this.kube = access.kube;
    this.#deps = deps;
    this.#log = deps.log.with({ server: access.kube.server });
    this.#changes = new ChangeBatch(this.#log);
    this.#reach = new ReachWaiters(deps.clock);
    this.#store = new RecordStore((change) => this.#changed(change));
    this.#kinds = new KindWatches({
      access,
      respectRbac: deps.respectRbac,
      reflector: deps.reflector,
      log: this.#log,
      store: this.#store,
      take: (object) => this.#take(object),
      moved: (group, kind) => this.#reach.check(group, kind),
      told: () => this.#told(),
    });
    this.#rediscovery = new Rediscovery(deps.clock, () => this.#discoverAgain());
    this.#connection = { status: 'Unknown', message: '', at: deps.clock.now() };
    this.#slim = {
      intern: createInterner(),
      factsOf: (object) => this.#factsOf(object),
      trackingLabel: deps.trackingLabel,
      ownerKey: (owner, namespace) => this.#ownerKey(owner, namespace),
    };
    void this.#connect();
    void auditRegularly({
      clock: deps.clock,
      log: this.#log,
      metrics: deps.metrics,
      server: this.kube.server,
      signal: this.#stop.signal,
      kinds: () => this.#auditTargets(),
    });
  }

  ready(signal?: AbortSignal): Promise<void> {
    if (this.#failure) return Promise.reject(this.#failure);
    return this.#isReady() ? Promise.resolve() : this.#ready.wait(signal);
  }

  resources(): readonly ApiResource[] {
    return this.#kinds.resources();
  }

  resourceFor(group: string, kind: string, version?: string): ApiResource | undefined {
    if (this.#discovery === undefined) return undefined;
    return resourceOf(this.#discovery, { group, kind, ...(version === undefined ? {} : { version }) });
  }

  kubeVersion(): string {
    return this.#version;
  }

  get(key: ObjectKey): LiveRecord | undefined {
    return this.#store.get(key)?.record;
  }

  async body(key: ObjectKey): Promise<KubeObject | undefined> {
    const entry = this.#store.get(key);
    if (entry?.body !== undefined) return typeof entry.body === 'string' ? unpackBody(entry.body) : entry.body;
    const type = this.resourceFor(key.group, key.kind, entry?.record.version);
    if (type === undefined) return undefined;
    const object = await this.kube.get({ type, namespace: key.namespace, name: key.name }, this.#stop.signal);
    if (object) this.observe(object);
    return object;
  }

  managedBy(instance: string): readonly LiveRecord[] {
    return this.#store.managedBy(instance);
  }

  childrenOf(uid: string): readonly LiveRecord[] {
    return this.#store.childrenOf(uid);
  }

  inNamespace(namespace: string): readonly LiveRecord[] {
    return this.#store.inNamespace(namespace);
  }

  observe(object: KubeObject): void {
    const key = keyOf(object);
    const stream = this.#kinds.streamOf(key);
    const version = object.metadata.resourceVersion ?? '';
    // What the watch has passed it has told, be it that the object is gone by now. An unfollowed kind has nobody who would.
    if (stream === undefined || compareVersions(version, stream.position) <= 0) return;
    this.#take(object);
  }

  reached(key: ObjectKey, resourceVersion: string, milliseconds: number): Promise<boolean> {
    // A kind that is served and yet not followed is excluded: waiting would not help.
    const isFollowed = this.#kinds.streamOf(key) !== undefined;
    if (!isFollowed && this.resourceFor(key.group, key.kind) !== undefined) return Promise.resolve(false);
    const isReached = () => {
      const seen = this.#store.get(key)?.record.resourceVersion ?? '';
      const passed = this.#kinds.streamOf(key)?.position ?? '';
      return compareVersions(seen, resourceVersion) >= 0 || compareVersions(passed, resourceVersion) >= 0;
    };
    return this.#reach.wait(key, isReached, milliseconds);
  }

  onChange(listener: ChangeListener): () => void {
    return this.#changes.subscribe(listener);
  }

  connection(): ReturnType<LiveCluster['connection']> {
    return this.#connection;
  }

  lists(): number {
    return this.#kinds.lists;
  }

  gaps(): readonly LiveGap[] {
    const unread = (this.#discovery?.failed ?? []).map((groupVersion) => ({
      group: splitApiVersion(groupVersion).group,
      kind: '*',
      namespace: '',
      code: 'kube.server-error',
      message: `the kinds of ${groupVersion} cannot be listed`,
    }));
    return [...unread, ...this.#kinds.gaps()];
  }

  async invalidate(): Promise<void> {
    await this.#discover();
    this.#kinds.restart();
    await this.ready();
  }

  close(): void {
    this.#stop.abort();
    this.#rediscovery.close();
    this.#kinds.close();
    this.#reach.close();
    this.#ready.fail(new Error('the cluster is no longer followed'));
  }

  async #connect(): Promise<void> {
    for (
      let pause = RETRY_MILLISECONDS;
      !this.#stop.signal.aborted;
      pause = Math.min(pause * 2, RETRY_CAP_MILLISECONDS)
    ) {
      try {
        await this.#discover();
        return;
      } catch (error) {
        if (this.#stop.signal.aborted) return;
        this.#unreachable(error instanceof Error ? error : new Error(String(error)));
        await this.#deps.clock.sleep(pause, this.#stop.signal).catch(() => undefined);
      }
    }
  }

  #unreachable(error: Error): void {
    this.#failure = error;
    this.#told();
    this.#ready.fail(error);
  }

  async #discover(): Promise<void> {
    const { signal } = this.#stop;
    const [version, discovery] = await Promise.all([this.kube.version(signal), this.kube.discover(signal)]);
    if (signal.aborted) return;
    this.#version = version.gitVersion;
    this.#discovery = mergedDiscovery(this.#discovery, discovery);
    this.#failure = undefined;
    const { server } = this.kube;
    this.#kinds.follow(
      watchedKinds(this.#discovery, ({ group, kind }) => this.#deps.isWatched({ group, kind, server })),
    );
    if (discovery.failed.length > 0) this.#rediscovery.later();
    this.#told();
  }

  /** A reading that fails changes nothing: what was known goes on, and the next change or the pause brings another. */
  async #discoverAgain(): Promise<void> {
    try {
      await this.#discover();
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#log.warn('the kinds of the cluster could not be read again', { error });
      this.#rediscovery.later();
    }
  }

  #auditTargets(): readonly AuditTarget[] {
    const { kube } = this;
    const { signal } = this.#stop;
    return this.#kinds.streams().map(({ resource, namespace, stream }) => {
      const { group, kind } = resource;
      const key = { group, kind, namespace, name: '' };
      const passed = (version: string) =>
        this.#reach.wait(key, () => compareVersions(stream.position, version) >= 0, AUDIT_MILLISECONDS);
      const audited = { kube, type: resource, group, kind, namespace, store: this.#store, passed, signal };
      return {
        group,
        kind,
        count: () => missedChanges(audited),
        mend: () => this.#kinds.restartKind(kindName(resource)),
      };
    });
  }

  #take(object: KubeObject): void {
    const record = slimRecord(object, this.#slim);
    const isManaged = record.trackingId !== '' || (record.trackingLabel !== '' && this.#deps.tracksByLabel());
    const isKept = isManaged || asksToIgnoreUpdates(object);
    this.#store.put(
      record,
      () => (isKept ? object : undefined),
      (before) => this.#isMinor(before, record, object),
    );
    const entry = this.#store.get(record.key);
    if (entry?.body === object) this.#fresh.keep(entry, object);
    this.#reach.check(record.key.group, record.key.kind);
  }

  #isMinor(before: Entry, record: LiveRecord, object: KubeObject): boolean {
    const { matters } = this.#deps;
    const { body } = before;
    if (matters === undefined || body === undefined || refusesToIgnoreUpdates(object)) return false;
    if (record.deleting !== before.record.deleting || !sameHealth(record, before.record)) return false;
    return !matters(typeof body === 'string' ? unpackBody(body) : body, object);
  }

  #changed(change: LiveChange): void {
    this.#changes.add(change);
    if (definesKinds(change.key) && this.#kinds.streamOf(change.key)?.settled) this.#rediscovery.soon();
  }

  #told(): void {
    const message = this.#failure ? messageOf(this.#failure) : this.#kinds.outage;
    const status = message !== undefined ? 'Failed' : this.#isReady() ? 'Successful' : this.#connection.status;
    if (status !== this.#connection.status) this.#logConnection(status, message);
    if (status !== this.#connection.status || (message ?? '') !== this.#connection.message) {
      this.#connection = { status, message: message ?? '', at: this.#deps.clock.now() };
    }
    if (this.#isReady()) this.#ready.done();
  }

  #logConnection(status: string, reason: string | undefined): void {
    if (status === 'Failed') this.#log.warn('the cluster cannot be reached', { reason });
    else this.#log.info('the cluster is followed', { kinds: this.#kinds.resources().length, version: this.#version });
  }

  #isReady(): boolean {
    return this.#discovery !== undefined && this.#failure === undefined && this.#kinds.settled;
  }

  #factsOf(object: KubeObject): LiveFacts {
    try {
      return this.#deps.factsOf(object);
    } catch (error) {
      this.#log.error('no facts of an object', { key: keyOf(object), error });
      return NO_FACTS;
    }
  }

  #ownerKey(owner: OwnerReference, namespace: string): ObjectKey {
    const { group } = splitApiVersion(owner.apiVersion);
    const isNamespaced = this.resourceFor(group, owner.kind)?.namespaced ?? true;
    const key = { group, kind: owner.kind, namespace: isNamespaced ? namespace : '', name: owner.name };
    return this.#store.get(key)?.record.key ?? key;
  }
}
