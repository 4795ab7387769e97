/**
 * Desired objects beside what the cluster holds: namespaces as the kinds' scope wants them, tracking marks, the live object
 * of each, and what is live and marked as ours without being desired. Before: render. After: compare.
 */
import { isHook, isSkipped } from '../../engine/sync/index.ts';
import { instanceOf, isOwnObject, withTracking } from '../../engine/tracking/tracking.ts';
import { type KubeObject, keyOf, keyText, type ObjectKey, splitApiVersion } from '../../kube/object/kube-object.ts';
import type { LiveCluster, LiveRecord } from '../../ports/live-cluster.ts';
import type { PassContext } from './pass.ts';
import type { PassSettings } from './settings.ts';

/** An object of this Application: desired, live, or both. */
export interface ObservedObject {
  readonly key: ObjectKey;
  readonly target: KubeObject | undefined;
  readonly live: KubeObject | undefined;
  readonly record: LiveRecord | undefined;
  /** The live object bears a mark that was written for another one: shown, without a status of its own. */
  readonly copied: boolean;
  readonly hook: boolean;
}

export interface Observed {
  readonly objects: readonly ObservedObject[];
  /** Hooks among the manifests, which are not part of the desired state. */
  readonly hooks: readonly KubeObject[];
  /** Keys that several manifests have, with how many. The last one counts. */
  readonly repeated: readonly { readonly key: ObjectKey; readonly count: number }[];
  /** Kinds that cannot be watched now: absence of their objects is no evidence. */
  readonly blind: ReadonlySet<string>;
}

/** Pairs the manifests with the cluster. Throws where the cluster cannot be reached. */
export async function observeCluster(
  context: PassContext,
  cluster: LiveCluster,
  manifests: readonly KubeObject[],
): Promise<Observed> {
  await cluster.ready();
  const prepared = manifests.map((manifest) => prepareTarget(context, cluster, manifest));
  const hooks = prepared.filter(isHook);
  const desired = new Map<string, { readonly target: KubeObject; readonly count: number }>();
  for (const target of prepared) {
    if (isHook(target) || isSkipped(target)) continue;
    const id = targetId(target);
    desired.set(id, { target, count: (desired.get(id)?.count ?? 0) + 1 });
  }
  const targets = await Promise.all([...desired.values()].map(({ target }) => pairOf(cluster, target)));
  const extras = await Promise.all(
    extraRecords(context, cluster, desired).map((record) => extraOf(context, cluster, record)),
  );
  return {
    objects: [...targets, ...extras.flatMap((extra) => extra ?? [])].sort((a, b) => byKey(a.key, b.key)),
    hooks,
    repeated: [...desired.values()].flatMap(({ target, count }) => (count > 1 ? [{ key: keyOf(target), count }] : [])),
    blind: new Set(cluster.gaps().map((gap) => `${gap.group}/${gap.kind}`)),
  };
}

/**
 * A manifest as this Application wants it in this cluster; the same object for the same manifest, so that comparisons can be
 * reused. A kind that is not served counts as namespaced.
 */
function prepareTarget(context: PassContext, cluster: LiveCluster, manifest: KubeObject): KubeObject {
  const { view, settings, state } = context;
  const { group, version } = splitApiVersion(manifest.apiVersion);
  const namespaced = cluster.resourceFor(group, manifest.kind, version)?.namespaced ?? true;
  const destination = view.app.spec.destination.namespace ?? '';
  const before = state.prepared.get(manifest);
  if (before?.namespaced === namespaced && before.destination === destination && before.settings === settings) {
    return before.target;
  }
  const placed = namespaced ? placedIn(manifest, destination) : unplaced(manifest);
  const owner = { instance: view.instance, destinationNamespace: destination };
  const target = withTracking(placed, owner, settings.tracking);
  state.prepared.set(manifest, { namespaced, destination, settings, target });
  return target;
}

/** A manifest made ready for a cluster, and what that depended on. */
export interface PreparedTarget {
  readonly namespaced: boolean;
  readonly destination: string;
  readonly settings: PassSettings;
  readonly target: KubeObject;
}

function placedIn(object: KubeObject, namespace: string): KubeObject {
  if ((object.metadata.namespace ?? '') !== '' || namespace === '') return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

function unplaced(object: KubeObject): KubeObject {
  if (object.metadata.namespace === undefined) return object;
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** Objects without a name (only `generateName`) never meet a live one, nor each other. */
function targetId(target: KubeObject): string {
  return (target.metadata.name ?? '') === ''
    ? `${keyText(keyOf(target))}${JSON.stringify(target)}`
    : keyText(keyOf(target));
}

async function pairOf(cluster: LiveCluster, target: KubeObject): Promise<ObservedObject> {
  const key = keyOf(target);
  const record = key.name === '' ? undefined : cluster.get(key);
  const live = record === undefined ? undefined : await bodyIn(cluster, key, target.apiVersion);
  return { key, target, live, record, copied: false, hook: false };
}

/** The body in the version of the target: kinds are watched in their preferred version only. */
async function bodyIn(cluster: LiveCluster, key: ObjectKey, apiVersion: string): Promise<KubeObject | undefined> {
  const body = await cluster.body(key);
  if (body === undefined || body.apiVersion === apiVersion) return body;
  const { group, version } = splitApiVersion(apiVersion);
  const resource = cluster.resourceFor(group, key.kind, version);
  if (resource === undefined || group !== key.group) return body;
  return cluster.kube.get({ type: resource, namespace: key.namespace, name: key.name });
}

/** Live objects with our mark that no manifest asks for. What another object owns is its owner's, not ours. */
function extraRecords(
  context: PassContext,
  cluster: LiveCluster,
  desired: ReadonlyMap<string, unknown>,
): readonly LiveRecord[] {
  return cluster
    .managedBy(context.view.instance)
    .filter((record) => record.owners.length === 0 && !desired.has(keyText(record.key)));
}

async function extraOf(
  context: PassContext,
  cluster: LiveCluster,
  record: LiveRecord,
): Promise<ObservedObject | undefined> {
  const live = await cluster.body(record.key);
  const { tracking } = context.settings;
  if (live === undefined || instanceOf(live, tracking) !== context.view.instance) return undefined;
  if (record.key.group === 'argoproj.io' && record.key.kind === 'Application' && isSelf(context, record.key))
    return undefined;
  const copied = !isOwnObject({ live, target: undefined, tracking });
  return { key: record.key, target: undefined, live, record, copied, hook: isHook(live) };
}

function isSelf(context: PassContext, key: ObjectKey): boolean {
  return key.namespace === context.view.key.namespace && key.name === context.view.key.name;
}

/** Order of `status.resources`: group, kind, namespace, name, by bytes. */
function byKey(a: ObjectKey, b: ObjectKey): number {
  const left = keyText(a);
  const right = keyText(b);
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
