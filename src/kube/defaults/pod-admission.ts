/** What the admission plugins that every cluster runs put into a pod, and the status it starts with. */
import { isList, isObject, type Json, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { compareQuantities, parseQuantity } from '../quantity/quantity.ts';

export interface PodAdmission {
  /** Ends the name of the token volume of a pod that mounts one. */
  readonly podSuffix: () => string;
  /** Value and preemption policy of the pod's priority class, or of the default one. */
  readonly priority?: { readonly value: number; readonly preemptionPolicy: string };
}

const TOKEN_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const UNREADY = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

/** The pod with service account, token volume, tolerations and priority. */
export function admitPod(pod: JsonObject, admission: PodAdmission): JsonObject {
  const spec = isObject(pod['spec']) ? pod['spec'] : {};
  const account = textAt(spec, 'serviceAccountName') ?? 'default';
  const admitted = {
    ...spec,
    ...grace(spec),
    serviceAccountName: account,
    serviceAccount: account,
    tolerations: tolerationsOf(spec),
    priority: admission.priority?.value ?? 0,
    preemptionPolicy: admission.priority?.preemptionPolicy ?? 'PreemptLowerPriority',
  };
  return { ...pod, spec: spec['automountServiceAccountToken'] === false ? admitted : withToken(admitted, admission) };
}

/** A changed pod keeps its priority and gets back the tolerations that every pod has. */
export function readmitPod(pod: JsonObject, old: JsonObject): JsonObject {
  const spec = isObject(pod['spec']) ? pod['spec'] : {};
  const before = isObject(old['spec']) ? old['spec'] : {};
  const kept = ['priority', 'preemptionPolicy']
    .filter((name) => spec[name] === undefined && before[name] !== undefined)
    .map((name) => [name, before[name]] as const);
  return { ...pod, spec: { ...spec, ...grace(spec), ...Object.fromEntries(kept), tolerations: tolerationsOf(spec) } };
}

/** Less than no time to end counts as a second. */
function grace(spec: JsonObject): JsonObject {
  return Number(spec['terminationGracePeriodSeconds'] ?? 0) < 0 ? { terminationGracePeriodSeconds: 1 } : {};
}

function tolerationsOf(spec: JsonObject): readonly Json[] {
  const given = isList(spec['tolerations']) ? spec['tolerations'] : [];
  const missing = UNREADY.filter((key) => !given.some((toleration) => tolerates(toleration, key)));
  return [
    ...given,
    ...missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 })),
  ];
}

function tolerates(toleration: Json, key: string): boolean {
  const [own, effect] = [textAt(toleration, 'key'), textAt(toleration, 'effect')];
  return (own === undefined || own === key) && (effect === undefined || effect === 'NoExecute');
}

function withToken(spec: JsonObject, { podSuffix }: PodAdmission): JsonObject {
  const name = `kube-api-access-${podSuffix()}`;
  const mount = { name, readOnly: true, mountPath: TOKEN_PATH };
  if (containersOf({ spec }).every(hasToken)) return spec;
  const mounted = (list: Json | undefined): Json => (isList(list) ? list.map((item) => withMount(item, mount)) : []);
  return {
    ...spec,
    volumes: [...(isList(spec['volumes']) ? spec['volumes'] : []), tokenVolume(name)],
    containers: mounted(spec['containers']),
    ...(isList(spec['initContainers']) && { initContainers: mounted(spec['initContainers']) }),
  };
}

/** It brings something of its own for that place. */
function hasToken(container: Json): boolean {
  const mounts = memberAt(container, 'volumeMounts');
  return isList(mounts) && mounts.some((item) => textAt(item, 'mountPath') === TOKEN_PATH);
}

function withMount(container: Json, mount: JsonObject): Json {
  if (!isObject(container)) return container;
  const mounts = isList(container['volumeMounts']) ? container['volumeMounts'] : [];
  return hasToken(container) ? container : { ...container, volumeMounts: [...mounts, mount] };
}

function tokenVolume(name: string): Json {
  const sources = [
    { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: {
        items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
      },
    },
  ];
  return { name, projected: { sources, defaultMode: 420 } };
}

/** The status of a pod nothing has seen yet. */
export function podStatus(pod: JsonObject, now: string): JsonObject {
  const gates = memberAt(pod, 'spec', 'schedulingGates');
  const gated = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: now,
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
  return {
    phase: 'Pending',
    ...(isList(gates) && gates.length > 0 && { conditions: [gated] }),
    qosClass: qosClass(pod),
  };
}

/** Guaranteed, Burstable or BestEffort by the cpu and memory its containers, or the pod as a whole, ask for. */
export function qosClass(pod: JsonObject): 'Guaranteed' | 'Burstable' | 'BestEffort' {
  const whole = memberAt(pod, 'spec', 'resources');
  const parts = isObject(whole) ? [whole] : containersOf(pod).map((item) => memberAt(item, 'resources') ?? {});
  const asked = parts.flatMap((part) => [...amounts(part, 'requests'), ...amounts(part, 'limits')]);
  if (asked.length === 0) return 'BestEffort';
  return parts.every(isGuaranteed) ? 'Guaranteed' : 'Burstable';
}

function containersOf(pod: JsonObject): readonly Json[] {
  return ['containers', 'initContainers'].flatMap((name) => {
    const list = memberAt(pod, 'spec', name);
    return isList(list) ? list : [];
  });
}

function amounts(resources: Json, side: string): readonly (readonly [string, Json])[] {
  const found = memberAt(resources, side);
  return Object.entries(isObject(found) ? found : {})
    .filter(([name]) => name === 'cpu' || name === 'memory')
    .map(([name, amount]) => [name, amount ?? null] as const);
}

function isGuaranteed(resources: Json): boolean {
  const limits = amounts(resources, 'limits');
  return (
    limits.length === 2 &&
    limits.every(([name, limit]) => {
      const request = parseQuantity(memberAt(resources, 'requests', name));
      const most = parseQuantity(limit);
      return request !== undefined && most !== undefined && compareQuantities(request, most) === 0;
    })
  );
}
