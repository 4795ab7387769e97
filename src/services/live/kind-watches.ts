/** The lists and watches that run in one cluster: which kinds, which of them are in, which fail. */
import { type AppError, hasCode } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ApiResource } from '../../ports/kube.ts';
import type { LiveGap } from '../../ports/live-cluster.ts';
import type { LogPort } from '../../ports/log.ts';
import type { ReflectorPort } from '../../ports/reflector.ts';
import type { ClusterAccess, RespectRbac } from './dependencies.ts';
import { followRefusal } from './follow-right.ts';
import { createGate } from './gate.ts';
import { KindStream } from './kind-stream.ts';
import type { RecordStore } from './record-store.ts';
import { kindName } from './watched-kinds.ts';

export interface KindWatchesDeps {
  readonly access: ClusterAccess;
  readonly respectRbac: () => RespectRbac;
  readonly reflector: ReflectorPort;
  readonly log: LogPort;
  readonly store: RecordStore;
  readonly take: (object: KubeObject) => void;
  /** A kind's stream has reached a newer version. */
  readonly moved: (group: string, kind: string) => void;
  /** A stream was listed, failed, or goes on again. */
  readonly told: () => void;
}

interface KindWatch {
  readonly resource: ApiResource;
  /** By namespace; the empty one is all. */
  readonly streams: ReadonlyMap<string, KindStream>;
  readonly stop: AbortController;
}

interface Run {
  readonly resource: ApiResource;
  readonly namespace: string;
  readonly stream: KindStream;
  readonly signal: AbortSignal;
}

/** Full lists at a time: each holds a page of up to 500 objects twice, as text and parsed. */
const LISTS_AT_ONCE = 8;

export class KindWatches {
  readonly #deps: KindWatchesDeps;
  readonly #gate = createGate(LISTS_AT_ONCE);
  readonly #running = new Map<string, KindWatch>();
  #resources: readonly ApiResource[] | undefined;
  #lists = 0;

  constructor(deps: KindWatchesDeps) {
    this.#deps = deps;
  }

  /** Runs these kinds and no others. Kinds that go take their records along. */
  follow(resources: readonly ApiResource[]): void {
    const wanted = new Map(resources.map((resource) => [kindName(resource), resource]));
    for (const [name, { resource }] of [...this.#running]) {
      if (wanted.has(name)) continue;
      this.#stop(name);
      this.#deps.store.removeKind(resource.group, resource.kind);
    }
    for (const [name, resource] of wanted) {
      const running = this.#running.get(name);
      if (running?.resource.version === resource.version && running.resource.plural === resource.plural) continue;
      this.#stop(name);
      this.#start(name, resource);
    }
  }

  /** Lists everything again. */
  restart(): void {
    for (const name of [...this.#running.keys()]) this.restartKind(name);
  }

  /** Lists one kind again, by the name `kindName` gives it. */
  restartKind(name: string): void {
    const running = this.#running.get(name);
    if (running === undefined) return;
    this.#stop(name);
    this.#start(name, running.resource);
  }

  close(): void {
    for (const name of [...this.#running.keys()]) this.#stop(name);
  }

  /** The same list until other kinds are followed. */
  resources(): readonly ApiResource[] {
    this.#resources ??= [...this.#running.values()].map(({ resource }) => resource);
    return this.#resources;
  }

  /** The stream that tells about objects of this kind in this namespace; undefined where none does. */
  streamOf(key: { readonly group: string; readonly kind: string; readonly namespace: string }): KindStream | undefined {
    const streams = this.#running.get(kindName(key))?.streams;
    return streams?.get('') ?? streams?.get(key.namespace);
  }

  /** Full lists begun so far. */
  get lists(): number {
    return this.#lists;
  }

  /** Every stream was listed once or has failed at it. */
  get settled(): boolean {
    return this.streams().every(({ stream }) => stream.settled);
  }

  gaps(): readonly LiveGap[] {
    return this.streams().flatMap(({ resource, namespace, stream }) => {
      const { failure } = stream;
      if (failure === undefined) return [];
      return [{ group: resource.group, kind: resource.kind, namespace, code: failure.code, message: failure.message }];
    });
  }

  /** Why the cluster as a whole is out of reach; undefined while only single kinds fail. */
  get outage(): string | undefined {
    return this.streams().find(({ stream }) => isOutage(stream.failure))?.stream.failure?.message;
  }

  streams(): readonly { readonly resource: ApiResource; readonly namespace: string; readonly stream: KindStream }[] {
    return [...this.#running.values()].flatMap(({ resource, streams }) =>
      [...streams].map(([namespace, stream]) => ({ resource, namespace, stream })),
    );
  }

  #start(name: string, resource: ApiResource): void {
    const stop = new AbortController();
    const streams = new Map<string, KindStream>();
    this.#running.set(name, { resource, streams, stop });
    this.#resources = undefined;
    for (const namespace of this.#scopes(resource)) {
      const own = new AbortController();
      const stream = this.#stream(resource, namespace, () => own.abort());
      streams.set(namespace, stream);
      void this.#run({ resource, namespace, stream, signal: AbortSignal.any([stop.signal, own.signal]) });
    }
  }

  async #run({ resource, namespace, stream, signal }: Run): Promise<void> {
    const { access, reflector, respectRbac } = this.#deps;
    const { kube } = access;
    if (respectRbac() === 'strict') {
      // A question that gets no answer does not stand against trying.
      const refusal = await followRefusal({ kube, resource, namespace, signal }).catch(() => undefined);
      if (refusal) return stream.health(refusal);
    }
    await reflector.run({ kube, type: resource, namespace, signal, gate: this.#gate }, stream);
  }

  #stop(name: string): void {
    this.#running.get(name)?.stop.abort();
    this.#running.delete(name);
    this.#resources = undefined;
  }

  #scopes(resource: ApiResource): readonly string[] {
    const { namespaces, clusterResources } = this.#deps.access;
    if (namespaces.length === 0) return [''];
    if (resource.namespaced) return namespaces;
    return clusterResources ? [''] : [];
  }

  /** `giveUp`: lets the stream be, with its failure. */
  #stream(resource: ApiResource, namespace: string, giveUp: () => void): KindStream {
    const { group, kind } = resource;
    const { store, take, moved, told, log, respectRbac } = this.#deps;
    return new KindStream({
      store,
      group,
      kind,
      namespace,
      take,
      lists: () => {
        this.#lists += 1;
      },
      moved: () => moved(group, kind),
      told: (failure) => {
        if (failure && !isOutage(failure))
          log.warn('a kind cannot be followed', { group, kind, namespace, error: failure });
        if (hasCode(failure, 'kube.forbidden') && respectRbac() !== '') giveUp();
        told();
      },
    });
  }
}

/** Nothing of the cluster can be had, whatever the kind. */
function isOutage(failure: AppError | undefined): boolean {
  return hasCode(failure, 'kube.unreachable', 'kube.unavailable', 'kube.timeout', 'kube.unauthorized');
}
