/** Defaults of the core group that depend on other fields. */
import { Buffer } from 'node:buffer';
import { isList, isObject, type Json, type JsonObject, member, memberAt, textAt } from '../../base/json-value.ts';
import { writeResourceList } from '../quantity/resource-list.ts';
import { containerResources, type ResourceSide } from '../quota/pod-resources.ts';
import type { Additions, Rule } from './dependent.ts';

const HOST = '[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?';
const PART = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const TAG = '\\w[\\w.-]{0,127}';
const DIGEST = '[A-Za-z][A-Za-z0-9]*(?:[-_+.][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,}';
/** How the distribution project writes references to images. */
const REFERENCE = new RegExp(
  `^(?:${HOST}(?:\\.${HOST})*(?::[0-9]+)?/)?${PART}(?:/${PART})*(?::(?<tag>${TAG}))?(?:@(?<digest>${DIGEST}))?$`,
);

/** An image without a tag, or with `latest`, is pulled always; what is no image is not. */
function pullPolicy(reference: string): string {
  const { tag, digest } = REFERENCE.exec(reference)?.groups ?? { tag: 'none' };
  return tag === 'latest' || (tag === undefined && digest === undefined) ? 'Always' : 'IfNotPresent';
}

function container(value: JsonObject): Additions {
  return value['imagePullPolicy'] === undefined ? { imagePullPolicy: pullPolicy(textAt(value, 'image') ?? '') } : {};
}

function imageVolume(value: JsonObject): Additions {
  return value['pullPolicy'] === undefined ? { pullPolicy: pullPolicy(textAt(value, 'reference') ?? '') } : {};
}

/** Old and new name of the same field: whichever is set counts, the new one first. */
function podSpec(value: JsonObject): Additions {
  const account = textAt(value, 'serviceAccountName') ?? textAt(value, 'serviceAccount');
  return account === undefined ? {} : { serviceAccountName: account, serviceAccount: account };
}

function pod(value: JsonObject): Additions {
  const spec = value['spec'];
  if (!isObject(spec)) return {};
  const host = spec['hostNetwork'] === true;
  const containers = { ...eachContainer(spec, 'containers', host), ...eachContainer(spec, 'initContainers', host) };
  const resources = ofContainers(spec, containers);
  return {
    spec: {
      enableServiceLinks: true,
      ...spec,
      ...containers,
      ...(resources !== spec['resources'] && { resources }),
    },
  };
}

/**
 * A pod that says something of itself as a whole is limited in huge pages as its containers are. If it is limited it asks for what
 * its containers ask for, or else for what limits it (k8s.io/kubernetes: `defaultHugePagePodLimits`, `defaultPodRequests`).
 */
function ofContainers({ resources, ...spec }: JsonObject, containers: JsonObject): Json | undefined {
  if (!isObject(resources) || (!isFilled(resources['limits']) && !isFilled(resources['requests']))) return resources;
  const all = { spec: { ...spec, ...containers } };
  const sum = (side: ResourceSide) => Object.entries(writeResourceList(containerResources(all, side)));
  const asked = isObject(resources['requests']) ? resources['requests'] : {};
  const pages = sum('limits').filter(([name]) => isHugePages(name) && asked[name] === undefined);
  const limits = { ...Object.fromEntries(pages), ...(isObject(resources['limits']) ? resources['limits'] : {}) };
  if (Object.keys(limits).length === 0) return resources;
  const small = sum('requests').filter(([name]) => ofWholePod(name) && !isHugePages(name));
  const requests = { ...Object.fromEntries(small), ...asked };
  const whole = Object.keys(requests).length === 0 ? { ...resources, limits } : { ...resources, limits, requests };
  return withRequests(whole, ofWholePod);
}

function isHugePages(name: string): boolean {
  return name.startsWith('hugepages-');
}

/** Only what a pod as a whole can ask for counts. */
function isFilled(value: Json | undefined): boolean {
  return isObject(value) && Object.keys(value).some(ofWholePod);
}

function eachContainer(spec: JsonObject, name: string, host: boolean): JsonObject {
  const list = spec[name];
  if (!isList(list)) return {};
  return { [name]: list.map((item) => (isObject(item) ? podContainer(item, host) : item)) };
}

function podContainer(item: JsonObject, host: boolean): JsonObject {
  const resources = withRequests(item['resources']);
  const ports = item['ports'];
  return {
    ...item,
    ...(resources !== undefined && { resources }),
    ...(host && isList(ports) && { ports: ports.map(hostPort) }),
  };
}

/** On the host's network a port is the host's. */
function hostPort(port: Json): Json {
  return isObject(port) && port['hostPort'] === undefined && port['containerPort'] !== undefined
    ? { ...port, hostPort: port['containerPort'] }
    : port;
}

/** What is limited and not requested is requested as limited. */
function withRequests(resources: Json | undefined, counts = (_: string): boolean => true): Json | undefined {
  const limits = member(resources, 'limits');
  if (!isObject(resources) || !isObject(limits)) return resources;
  const given = isObject(resources['requests']) ? resources['requests'] : {};
  const added = Object.fromEntries(Object.entries(limits).filter(([name]) => counts(name)));
  return Object.keys(added).length === 0 ? resources : { ...resources, requests: { ...added, ...given } };
}

/** Pods as a whole ask for processors and memory only. */
function ofWholePod(name: string): boolean {
  return name === 'cpu' || name === 'memory' || isHugePages(name);
}

function volume(value: JsonObject): Additions {
  return Object.keys(value).some((key) => key !== 'name') ? {} : { emptyDir: {} };
}

/** What is written as text ends up with the rest of the data. */
function secret(value: JsonObject): Additions {
  const texts = value['stringData'];
  if (!isObject(texts)) return {};
  const encoded = Object.entries(texts).map(([key, text]) => [key, Buffer.from(String(text)).toString('base64')]);
  const data = isObject(value['data']) ? value['data'] : {};
  return { stringData: undefined, data: { ...data, ...Object.fromEntries(encoded) } };
}

function serviceSpec(value: JsonObject): Additions {
  const type = value['type'] ?? 'ClusterIP';
  const published = type === 'NodePort' || type === 'LoadBalancer';
  const external = published || (type === 'ClusterIP' && isList(value['externalIPs']));
  const ports = value['ports'];
  return {
    ...(isList(ports) && { ports: ports.map(servicePort) }),
    ...sessionOf(value),
    ...(value['externalTrafficPolicy'] === undefined && external && { externalTrafficPolicy: 'Cluster' }),
    ...(value['internalTrafficPolicy'] === undefined &&
      (published || type === 'ClusterIP') && { internalTrafficPolicy: 'Cluster' }),
    ...(value['allocateLoadBalancerNodePorts'] === undefined &&
      type === 'LoadBalancer' && { allocateLoadBalancerNodePorts: true }),
  };
}

/** Only a Service with affinity says how long it lasts. */
function sessionOf(value: JsonObject): Additions {
  const { sessionAffinity } = value;
  if (sessionAffinity === 'ClientIP') return { sessionAffinityConfig: clientTimeout(value) };
  return !sessionAffinity || sessionAffinity === 'None' ? { sessionAffinityConfig: undefined } : {};
}

function clientTimeout(value: JsonObject): Json {
  return memberAt(value, 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds') === undefined
    ? { clientIP: { timeoutSeconds: 10_800 } }
    : (value['sessionAffinityConfig'] ?? null);
}

function servicePort(port: Json): Json {
  if (!isObject(port)) return port;
  const target = port['targetPort'];
  return target === undefined || target === 0 || target === '' ? { ...port, targetPort: port['port'] } : port;
}

function namespace(value: JsonObject): Additions {
  const metadata = isObject(value['metadata']) ? value['metadata'] : {};
  const name = textAt(metadata, 'name');
  if (name === undefined || name === '') return {};
  const labels = isObject(metadata['labels']) ? metadata['labels'] : {};
  return { metadata: { ...metadata, labels: { ...labels, 'kubernetes.io/metadata.name': name } } };
}

function nodeStatus(value: JsonObject): Additions {
  const capacity = value['capacity'];
  return value['allocatable'] === undefined && isObject(capacity) ? { allocatable: capacity } : {};
}

function nodeSpec(value: JsonObject): Additions {
  const [cidr, list] = [value['podCIDR'], value['podCIDRs']];
  const first = isList(list) ? list[0] : undefined;
  if (typeof cidr === 'string' && cidr !== '') return first === cidr ? {} : { podCIDRs: [cidr] };
  return first === undefined ? {} : { podCIDR: first };
}

/** The single address goes before those of the list. */
function podStatus(value: JsonObject): Additions {
  const [address, list] = [textAt(value, 'podIP') ?? '', value['podIPs']];
  const first = isList(list) ? (textAt(list[0] ?? null, 'ip') ?? '') : '';
  if (address !== '') return first === address ? {} : { podIPs: [{ ip: address }] };
  return first === '' ? {} : { podIP: first };
}

/** Addresses of load balancers are those of the Service itself. */
function service(value: JsonObject): Additions {
  const status = asObject(value['status']);
  const list = memberAt(status, 'loadBalancer', 'ingress');
  if (memberAt(value, 'spec', 'type') !== 'LoadBalancer' || !isList(list)) return {};
  const ingress = list.map((one) =>
    isObject(one) && textAt(one, 'ip') && one['ipMode'] === undefined ? { ...one, ipMode: 'VIP' } : one,
  );
  return { status: { ...status, loadBalancer: { ...asObject(status['loadBalancer']), ingress } } };
}

/** Of volumes with an object of their own; those that are attached without one get nothing. */
function persistentVolume(value: JsonObject): Additions {
  const spec = asObject(value['spec']);
  const { persistentVolumeReclaimPolicy = 'Retain', volumeMode = 'Filesystem' } = spec;
  return { spec: { ...spec, persistentVolumeReclaimPolicy, volumeMode } };
}

function limitRangeItem(value: JsonObject): Additions {
  if (value['type'] !== 'Container') return {};
  const limits = { ...asObject(value['max']), ...asObject(value['default']) };
  const requests = { ...asObject(value['min']), ...limits, ...asObject(value['defaultRequest']) };
  return {
    ...(Object.keys(limits).length > 0 && { default: limits }),
    ...(Object.keys(requests).length > 0 && { defaultRequest: requests }),
  };
}

function replicationController(value: JsonObject): Additions {
  const labels = memberAt(value, 'spec', 'template', 'metadata', 'labels');
  if (!isObject(labels)) return {};
  const metadata = asObject(value['metadata']);
  const spec = asObject(value['spec']);
  return {
    ...(metadata['labels'] === undefined && { metadata: { ...metadata, labels } }),
    ...(spec['selector'] === undefined && { spec: { ...spec, selector: labels } }),
  };
}

function asObject(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

export const CORE_DEFAULTS: Readonly<Record<string, Rule>> = {
  'core/v1.Container': container,
  'core/v1.EphemeralContainer': container,
  'core/v1.ImageVolumeSource': imageVolume,
  'core/v1.LimitRangeItem': limitRangeItem,
  'core/v1.Namespace': namespace,
  'core/v1.NodeSpec': nodeSpec,
  'core/v1.NodeStatus': nodeStatus,
  'core/v1.PersistentVolume': persistentVolume,
  'core/v1.Pod': pod,
  'core/v1.PodSpec': podSpec,
  'core/v1.ReplicationController': replicationController,
  'core/v1.Secret': secret,
  'core/v1.PodStatus': podStatus,
  'core/v1.Service': service,
  'core/v1.ServiceSpec': serviceSpec,
  'core/v1.Volume': volume,
};
