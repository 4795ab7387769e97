/**
 * Random bounds of a namespace, LimitRanges and ResourceQuotas, and objects that keep to them or don't. The same number gives the
 * same.
 */
import type { Json, JsonObject } from '../../base/json-value.ts';
import { randomNumbers } from '../conversation/random-programs.ts';
import { pick } from './drawn-values.ts';

export interface RandomLimits {
  readonly namespace: string;
  /** At most one LimitRange, and one or two quotas. */
  readonly bounds: readonly JsonObject[];
  /** New objects, in the order in which they are sent. */
  readonly objects: readonly JsonObject[];
}

type Random = () => number;

const AMOUNTS: Readonly<Record<string, readonly string[]>> = {
  cpu: ['100m', '250m', '0.5', '1', '2', '1500m'],
  memory: ['64Mi', '128Mi', '1Gi', '500M', '2Gi'],
  'ephemeral-storage': ['1Gi', '2Gi'],
  storage: ['1Gi', '2Gi', '5Gi', '10Gi'],
};
const COUNTS = ['0', '1', '2', '3'];
const OF_PODS = ['cpu', 'memory', 'ephemeral-storage'];
const HARD: Readonly<Record<string, readonly string[]>> = {
  pods: COUNTS,
  'count/pods': COUNTS,
  services: COUNTS,
  'services.loadbalancers': COUNTS,
  'services.nodeports': ['0', '1', '2', '4'],
  'count/services': COUNTS,
  persistentvolumeclaims: COUNTS,
  'fast.storageclass.storage.k8s.io/persistentvolumeclaims': COUNTS,
  'fast.storageclass.storage.k8s.io/requests.storage': ['2Gi', '10Gi'],
  'requests.storage': ['2Gi', '10Gi'],
  cpu: ['1', '2500m'],
  memory: ['1Gi', '3000M'],
  'requests.cpu': ['500m', '2'],
  'requests.memory': ['200Mi', '2Gi'],
  'requests.ephemeral-storage': ['2Gi'],
  'limits.cpu': ['1', '3'],
  'limits.memory': ['1Gi', '2Gi'],
  'requests.example.com/gpu': ['1', '2'],
  'count/configmaps': ['2', '3'],
  'count/deployments.apps': ['0', '1'],
};
/** What quotas of pods alone may count. */
const HARD_OF_PODS = ['pods', 'cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory'];
const NOT_OF_PODS = /^count\/(configmaps|deployments)/;
const SCOPES = ['Terminating', 'NotTerminating', 'NotBestEffort', 'BestEffort'];

/** Bounds of one namespace and some twelve objects for it. */
export function randomLimits(seed: number): RandomLimits {
  const random = randomNumbers(seed);
  const quotas = Array.from({ length: pick([1, 1, 2], random) }, (_, index) => quota(random, index));
  const ranges = random() < 0.7 ? [limitRange(random)] : [];
  const objects = Array.from({ length: 12 }, (_, index) => pick(OBJECTS, random)(random, `o${index}`));
  return { namespace: `limits-${seed}`, bounds: [...ranges, ...quotas], objects };
}

/** Some of the names, each with one of its values. */
function some(random: Random, values: Readonly<Record<string, readonly Json[]>>, share: number): JsonObject {
  const names = Object.keys(values).filter(() => random() < share);
  return Object.fromEntries(names.map((name) => [name, pick(values[name] ?? [], random)]));
}

function amounts(random: Random, names: readonly string[], share = 0.5): JsonObject {
  return some(random, Object.fromEntries(names.map((name) => [name, AMOUNTS[name] ?? []])), share);
}

function limitRange(random: Random): JsonObject {
  const types = ['Container', 'Pod', 'PersistentVolumeClaim'].filter(() => random() < 0.6);
  const limits = types.map((type) => {
    const names = type === 'PersistentVolumeClaim' ? ['storage'] : OF_PODS;
    const members = ['min', 'max', ...(type === 'Container' ? ['default', 'defaultRequest'] : [])];
    const given = members.filter(() => random() < 0.5).map((name) => [name, amounts(random, names)] as const);
    const ratio =
      random() < 0.3 ? { maxLimitRequestRatio: { [pick(names, random)]: pick(['1', '2', '1500m'], random) } } : {};
    return { type, ...Object.fromEntries(given), ...ratio };
  });
  return { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'range' }, spec: { limits } };
}

/** Which of two quotas refuses first is chance: they count different things. */
function quota(random: Random, index: number): JsonObject {
  const name = `quota-${index}`;
  const scoped = index === 0 && random() < 0.35;
  const names = scoped ? HARD_OF_PODS : Object.keys(HARD).filter((one) => NOT_OF_PODS.test(one) === (index === 1));
  const hard = some(random, Object.fromEntries(names.map((one) => [one, HARD[one] ?? []])), scoped ? 0.4 : 0.25);
  const priority = { scopeName: 'PriorityClass', operator: 'In', values: ['system-node-critical'] };
  const scopes =
    random() < 0.25 ? { scopeSelector: { matchExpressions: [priority] } } : { scopes: [pick(SCOPES, random)] };
  return { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name }, spec: { hard, ...(scoped && scopes) } };
}

function resources(random: Random): JsonObject {
  const gpu = random() < 0.15 ? { 'example.com/gpu': pick(['1', '2'], random) } : {};
  const [requests, limits] = [amounts(random, OF_PODS, 0.4), amounts(random, OF_PODS, 0.4)];
  if (random() < 0.3) return {};
  return { requests: { ...requests, ...gpu }, limits: { ...limits, ...gpu } };
}

function pod(random: Random, name: string): JsonObject {
  const container = (index: number): JsonObject => ({ name: `c${index}`, image: 'x:1', resources: resources(random) });
  const first = random() < 0.25 ? [{ ...container(8), ...(random() < 0.3 && { restartPolicy: 'Always' }) }] : [];
  const spec = {
    containers: Array.from({ length: pick([1, 1, 2], random) }, (_, index) => container(index)),
    ...(first.length > 0 && { initContainers: first }),
    ...(random() < 0.2 && { activeDeadlineSeconds: 600 }),
    ...(random() < 0.15 && { priorityClassName: 'system-node-critical' }),
    ...(random() < 0.15 && { resources: { requests: amounts(random, ['cpu', 'memory']) } }),
  };
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec };
}

function claim(random: Random, name: string): JsonObject {
  const limits = random() < 0.2 ? { limits: { storage: pick(AMOUNTS['storage'] ?? [], random) } } : {};
  const spec = {
    accessModes: ['ReadWriteOnce'],
    ...(random() < 0.5 && { storageClassName: pick(['fast', 'slow'], random) }),
    resources: { requests: { storage: pick(AMOUNTS['storage'] ?? [], random) }, ...limits },
  };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name }, spec };
}

function service(random: Random, name: string): JsonObject {
  const ports = [1, 2].slice(0, pick([1, 2], random)).map((port) => ({ name: `p${port}`, port }));
  const type = pick(['ClusterIP', 'NodePort', 'LoadBalancer'], random);
  const bare = type === 'LoadBalancer' && random() < 0.4 ? { allocateLoadBalancerNodePorts: false } : {};
  return { apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { type, ports, ...bare } };
}

function settings(_: Random, name: string): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: { a: 'b' } };
}

function deployment(random: Random, name: string): JsonObject {
  const labels = { app: name };
  const template = {
    metadata: { labels },
    spec: { containers: [{ name: 'c', image: 'x', resources: resources(random) }] },
  };
  const spec = { replicas: 0, selector: { matchLabels: labels }, template };
  return { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name }, spec };
}

const OBJECTS = [pod, pod, pod, pod, claim, claim, service, service, settings, deployment];
