/** What the API asks about Applications: tree, managed resources, changes of the tree. */
import type { ApplicationTree, ResourceDiff } from '../../api/application/tree-fields.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { LiveCluster, LiveRecord } from '../../ports/live-cluster.ts';
import type { AppKey, LiveView } from '../../ports/live-view.ts';
import type { AppState } from './app-state.ts';
import { appKeyText } from './application-view.ts';
import { treeRecords } from './assess.ts';
import type { ComparedResource } from './compare.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';

export class LiveViews implements LiveView {
  private readonly deps: ReconcileDeps;
  private readonly stateOf: (key: string) => AppState | undefined;
  private readonly watchers = new Map<string, Set<() => void>>();

  constructor(deps: ReconcileDeps, stateOf: (key: string) => AppState | undefined) {
    this.deps = deps;
    this.stateOf = stateOf;
  }

  async resourceTree(app: AppKey): Promise<ApplicationTree | undefined> {
    const comparison = this.stateOf(appKeyText(app))?.comparison;
    if (comparison === undefined) return undefined;
    const cluster = this.deps.clusters.get(comparison.server);
    const live = treeRecords(comparison, cluster).map((record) => nodeOf(record, cluster));
    const missing = comparison.resources.filter(({ live: object }) => object === undefined).map(missingNode);
    return { nodes: [...live, ...missing] } as ApplicationTree;
  }

  async managedResources(app: AppKey): Promise<readonly ResourceDiff[] | undefined> {
    const comparison = this.stateOf(appKeyText(app))?.comparison;
    return comparison?.resources.map(diffOf);
  }

  async *watchTree(app: AppKey, signal: AbortSignal): AsyncIterable<ApplicationTree> {
    let before = '';
    for await (const _ of this.changes(appKeyText(app), signal)) {
      const tree = await this.resourceTree(app);
      const text = JSON.stringify(tree);
      if (tree === undefined || text === before) continue;
      before = text;
      yield tree;
    }
  }

  /** A pass over the Application has ended. */
  changed(key: string): void {
    for (const tell of this.watchers.get(key) ?? []) tell();
  }

  /** One turn per burst of changes. */
  private async *changes(key: string, signal: AbortSignal): AsyncIterable<undefined> {
    let wake = () => {};
    let pending = false;
    const tell = () => {
      pending = true;
      wake();
    };
    const watchers = this.watchers.get(key) ?? new Set();
    watchers.add(tell);
    this.watchers.set(key, watchers);
    signal.addEventListener('abort', tell, { once: true });
    try {
      while (!signal.aborted) {
        if (!pending) await new Promise<void>((resolve) => (wake = resolve));
        pending = false;
        if (!signal.aborted) yield undefined;
      }
    } finally {
      watchers.delete(tell);
      if (watchers.size === 0) this.watchers.delete(key);
    }
  }
}

function nodeOf(record: LiveRecord, cluster: LiveCluster): object {
  const { key, facts } = record;
  return {
    ...(key.group === '' ? {} : { group: key.group }),
    version: record.version,
    kind: key.kind,
    ...(key.namespace === '' ? {} : { namespace: key.namespace }),
    name: key.name,
    uid: record.uid,
    ...(record.owners.length === 0 ? {} : { parentRefs: record.owners.map((owner) => parentRef(owner, cluster)) }),
    ...(facts.info.length === 0 ? {} : { info: facts.info }),
    ...(facts.networking === undefined ? {} : { networkingInfo: facts.networking }),
    resourceVersion: record.resourceVersion,
    ...(facts.images.length === 0 ? {} : { images: facts.images }),
    ...(facts.health === undefined ? {} : { health: facts.health }),
    createdAt: record.createdAt,
  };
}

function parentRef(owner: LiveRecord['owners'][number], cluster: LiveCluster): object {
  const { group, kind, namespace, name } = owner.key;
  return {
    ...(group === '' ? {} : { group }),
    version: cluster.get(owner.key)?.version ?? '',
    kind,
    ...(namespace === '' ? {} : { namespace }),
    name,
    uid: owner.uid,
  };
}

function missingNode({ status }: ComparedResource): object {
  const { group, version, kind, namespace, name } = status;
  return { group, version, kind, namespace, name, health: { status: 'Missing' } };
}

function diffOf({ key, target, live, comparison, hook }: ComparedResource): ResourceDiff {
  const text = (object: KubeObject | undefined) => (object === undefined ? 'null' : stringifyJson(masked(object)));
  return {
    ...(key.group === '' ? {} : { group: key.group }),
    kind: key.kind,
    namespace: key.namespace,
    name: key.name,
    targetState: text(target),
    liveState: text(live),
    ...(hook ? { hook: true } : {}),
    normalizedLiveState: text(comparison?.normalizedLive ?? live),
    predictedLiveState: text(comparison?.predictedLive ?? target),
    resourceVersion: live?.metadata.resourceVersion ?? '',
    ...(comparison?.modified === true ? { modified: true } : {}),
  } as ResourceDiff;
}

const HIDDEN = '++++++++';

/** Values of Secrets are hidden; last-applied would show them again. */
function masked(object: KubeObject): KubeObject {
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1') return object;
  const hide = (values: unknown) =>
    typeof values === 'object' && values !== null
      ? Object.fromEntries(Object.keys(values).map((key) => [key, HIDDEN]))
      : undefined;
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...annotations } = object.metadata.annotations ?? {};
  return {
    ...object,
    metadata: { ...object.metadata, annotations },
    data: hide(object['data']),
    stringData: hide(object['stringData']),
  } as KubeObject;
}
