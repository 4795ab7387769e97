/**
 * Workloads as they are compared between clusters: what controllers wrote, without what differs between any two runs
 * (names that chance completes, uids, times, addresses, versions).
 */
import { isList, isObject, type Json, type JsonObject, memberAt } from '../base/json-value.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';

/** Kinds that are compared, as `kubectl get` takes them. */
export const COMPARED_KINDS: readonly string[] = [
  'deployments.apps',
  'replicasets.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'controllerrevisions.apps',
  'jobs.batch',
  'pods',
  'replicationcontrollers',
  'services',
  'endpoints',
  'endpointslices.discovery.k8s.io',
  'ingresses.networking.k8s.io',
  'persistentvolumeclaims',
  'poddisruptionbudgets.policy',
  'serviceaccounts',
];

/** A changed Deployment and a scaled StatefulSet, five seconds after the start. */
export const CHANGES = {
  wait: 5000,
  images: [
    ['web', 'nginx:2'],
    ['again', 'nginx:2'],
  ],
  replicas: [['db', 3]],
  end: 12_000,
} as const;

/** One comparable value per object, in a stable order. */
export function normalWorkloads(objects: readonly KubeObject[]): readonly Json[] {
  const names = stableNames(objects);
  return objects
    .map((object) => JSON.parse(normalText(JSON.stringify(comparable(object)), names)) as JsonObject)
    .map((value) => [JSON.stringify([value['kind'], value['name'], value['status'] ?? null]), value] as const)
    .sort(([left], [right]) => (left < right ? -1 : left > right ? 1 : 0))
    .map(([, value]) => value);
}

function comparable(object: KubeObject): JsonObject {
  const { name, labels, annotations, ownerReferences, finalizers, generation } = object.metadata;
  const kept = Object.entries(annotations ?? {}).filter(([key]) => !CHANCE_NOTES.some((note) => key.endsWith(note)));
  return sorted({
    kind: object.kind,
    name,
    // A slice is written as often as pods happen to come together.
    generation: object.kind === 'EndpointSlice' ? undefined : generation,
    labels: labels ?? {},
    annotations: Object.fromEntries(kept),
    finalizers: finalizers ?? [],
    owners: (ownerReferences ?? []).map((owner) => sorted(owner)),
    status: withoutAdvice(object.status),
    subsets: inOrder(object['subsets']),
    endpoints: inOrder(object['endpoints']),
    ports: inPortOrder(object['ports']),
    revision: object['revision'],
  });
}

/** Annotations that depend on who was first. */
const CHANCE_NOTES: readonly string[] = ['/last-change-trigger-time', '/storage-provisioner'];

/** Our scheduler says why there is no node; that of the recorded cluster, which is played as well, does not. */
function withoutAdvice(status: Json | undefined): Json | undefined {
  if (!isObject(status) || !isList(status['conditions'])) return status;
  const conditions = status['conditions'].map((condition) => {
    if (!isObject(condition) || condition['reason'] !== 'Unschedulable') return condition;
    const { message: _, ...rest } = condition;
    return rest;
  });
  return { ...status, conditions };
}

/** Addresses come in any order. */
function inOrder(value: Json | undefined): Json | undefined {
  if (isList(value)) {
    const items = value.map((item) => inOrder(item) ?? null);
    const target = (item: Json) => JSON.stringify(memberAt(item, 'targetRef') ?? null);
    return items.sort((left, right) => (target(left) < target(right) ? -1 : target(left) > target(right) ? 1 : 0));
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inOrder(item)]));
}

/** Ports of a slice come in any order. */
function inPortOrder(ports: Json | undefined): Json | undefined {
  const name = (port: Json): string => String(memberAt(port, 'name'));
  return isList(ports) ? ports.toSorted((left, right) => (name(left) < name(right) ? -1 : 1)) : ports;
}

function sorted(value: Json | undefined): JsonObject {
  return sortedValue(value) as JsonObject;
}

function sortedValue(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => sortedValue(item) ?? null);
  if (typeof value !== 'object' || value === null) return value;
  const keys = Object.keys(value).sort();
  return Object.fromEntries(keys.map((key) => [key, sortedValue((value as JsonObject)[key])]));
}

/** Names with hash or chance in them, and what stands for them: the longest first. */
function stableNames(objects: readonly KubeObject[]): readonly (readonly [string, string])[] {
  const stable = new Map<string, string>();
  for (const object of objects) {
    const { name = '', annotations, labels } = object.metadata;
    const owner = object.metadata.ownerReferences?.[0]?.name ?? '';
    if (object.kind === 'ReplicaSet') {
      const revision = annotations?.['deployment.kubernetes.io/revision'];
      stable.set(name, `${owner}-HASH${revision}`);
      stable.set(labels?.['pod-template-hash'] ?? name, `HASH${revision}`);
    }
    if (object.kind === 'ControllerRevision') {
      stable.set(name, `${owner}-REVISION${object['revision']}`);
      stable.set(name.slice(owner.length + 1), `REVISION${object['revision']}`);
    }
  }
  for (const object of objects) {
    const { name = '', generateName } = object.metadata;
    if (generateName === undefined || !name.startsWith(generateName) || /^\d+$/.test(name.slice(generateName.length)))
      continue;
    stable.set(name, `${stable.get(generateName.slice(0, -1)) ?? generateName.slice(0, -1)}-RANDOM`);
  }
  return [...stable].sort(([left], [right]) => right.length - left.length);
}

function normalText(text: string, names: readonly (readonly [string, string])[]): string {
  let normal = text;
  for (const [name, stands] of names) normal = normal.replaceAll(name, stands);
  return normal
    .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, 'UID')
    .replaceAll(/-[bcdfghjklmnpqrstvwxz2456789]{5}(?=\\")/g, '-RANDOM')
    .replaceAll(/"(10|198)\.\d+\.\d+\.\d+"/g, '"IP"');
}
