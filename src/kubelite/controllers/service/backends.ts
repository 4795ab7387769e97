/** Which pods stand behind a Service, by the ports they really have. */
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { labelSelectorOf, matchesLabels } from '../../../kube/selector/label-selector.ts';
import type { ClusterReader, Trigger, WorkKey } from '../controller.ts';
import { onNeighbours, onSelf } from '../controller.ts';
import { compareText, observed } from '../owned-objects.ts';
import { hasEnded, isReady, isTerminating } from '../pod/pod-state.ts';
import { PODS, SERVICES } from '../resources.ts';
import { maybeViewOf, type Pod, viewOf } from '../workload-types.ts';
import type { Service, ServicePort } from './service-types.ts';

export interface Backend {
  readonly pod: Pod;
  readonly ready: boolean;
}

/** Pods that serve the same ports. */
export interface BackendGroup {
  readonly ports: readonly JsonObject[];
  readonly backends: readonly Backend[];
}

export interface ObservedService {
  readonly service: Service;
  readonly pods: readonly Pod[];
}

/** Changes of a Service and of the pods it selects. */
export const BACKEND_TRIGGERS: readonly Trigger[] = [
  onSelf(SERVICES),
  onNeighbours(PODS, SERVICES, { concerns: (service, pod) => selects(viewOf<Service>(service), pod) }),
];

/** The Service with its pods; undefined for one that selects none, whose endpoints are somebody else's. */
export function observeService(reader: ClusterReader, key: WorkKey): ObservedService | undefined {
  const service = maybeViewOf<Service>(observed(reader, key));
  if (service?.spec.selector === undefined || service.spec.type === 'ExternalName') return undefined;
  const pods = reader.list(PODS, key.namespace).filter((pod) => selects(service, pod));
  return { service, pods: pods.map((pod) => viewOf<Pod>(pod)).filter(hasAddress) };
}

/** Pods by the ports that named target ports give them, which may be none. */
export function backendGroups({ service, pods }: ObservedService): readonly BackendGroup[] {
  const groups = new Map<string, { ports: readonly JsonObject[]; backends: Backend[] }>();
  const sorted = [...pods].sort((left, right) => compareText(left.metadata.name ?? '', right.metadata.name ?? ''));
  for (const pod of sorted) {
    const ports = (service.spec.ports ?? []).flatMap((port) => resolved(port, pod));
    const key = JSON.stringify(ports);
    const group = groups.get(key) ?? { ports, backends: [] };
    group.backends.push({ pod, ready: isReady(pod) || service.spec.publishNotReadyAddresses === true });
    groups.set(key, group);
  }
  return [...groups.values()];
}

export function targetReference(pod: Pod): JsonObject {
  return {
    kind: 'Pod',
    namespace: pod.metadata.namespace,
    name: pod.metadata.name,
    uid: pod.metadata.uid,
  };
}

/** The name a pod has in DNS behind this headless Service, if it asked for one. */
export function hostnameOf(pod: Pod, service: Service): JsonObject {
  const { hostname, subdomain } = pod.spec;
  const named = typeof hostname === 'string' && hostname !== '' && subdomain === service.metadata.name;
  return named ? { hostname } : {};
}

export function isHeadless(service: Service): boolean {
  return service.spec.clusterIP === 'None';
}

function selects(service: Service, pod: KubeObject): boolean {
  const { selector } = service.spec;
  if (selector === undefined || Object.keys(selector).length === 0) return false;
  return matchesLabels(labelSelectorOf({ matchLabels: selector }) ?? [], pod.metadata.labels);
}

function hasAddress(pod: Pod): boolean {
  return (pod.status?.podIP ?? '') !== '' && !hasEnded(pod) && !isTerminating(pod);
}

function resolved(port: ServicePort, pod: Pod): readonly JsonObject[] {
  const target = port.targetPort || port.port;
  const protocol = port.protocol ?? 'TCP';
  const number = typeof target === 'number' ? target : namedPort(pod, target, protocol);
  if (number === undefined) return [];
  const { name = '', appProtocol } = port;
  return [{ name, port: number, protocol, ...(appProtocol === undefined ? {} : { appProtocol }) }];
}

function namedPort(pod: Pod, name: string, protocol: string): number | undefined {
  for (const container of pod.spec.containers) {
    const found = container.ports?.find((port) => port.name === name && (port.protocol ?? 'TCP') === protocol);
    if (found !== undefined) return found.containerPort;
  }
  return undefined;
}
