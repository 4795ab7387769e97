/** What one object uses up of a quota. Source: Kubernetes docs, "Resource Quotas". */
import { isList, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import { addLists, type ResourceList, readResourceList, wholeOf } from '../quantity/resource-list.ts';
import { podResources } from './pod-resources.ts';

export interface CountedResource {
  readonly group: string;
  readonly plural: string;
}

/** Core kinds that a quota may also name without `count/`. */
const PLAIN_NAMES: ReadonlySet<string> = new Set([
  'configmaps',
  'persistentvolumeclaims',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
]);

const COMPUTE = ['cpu', 'memory', 'ephemeral-storage'];
const CLASS_SUFFIX = '.storageclass.storage.k8s.io/';

/** `count/deployments.apps`; `count/pods` in the core group. */
export function countName({ group, plural }: CountedResource): string {
  return group === '' ? `count/${plural}` : `count/${plural}.${group}`;
}

/** True where objects of the resource can use up what a quota calls `name`. */
export function isMeasuredBy(resource: CountedResource, name: string): boolean {
  if (name === countName(resource)) return true;
  if (resource.group !== '') return false;
  if (PLAIN_NAMES.has(resource.plural) && name === resource.plural) return true;
  if (resource.plural === 'services') return name === 'services.nodeports' || name === 'services.loadbalancers';
  if (resource.plural === 'persistentvolumeclaims') return name === 'requests.storage' || name.includes(CLASS_SUFFIX);
  return resource.plural === 'pods' && isComputeName(name);
}

function isComputeName(name: string): boolean {
  const bare = name.replace(/^(requests|limits)\./, '');
  if (COMPUTE.includes(bare) || bare.startsWith('hugepages-')) return true;
  return name.startsWith('requests.') && bare.includes('/') && !bare.includes(CLASS_SUFFIX);
}

/** Everything that the object uses, by the names quotas have for it. `now` is the time in milliseconds. */
export function usageOf(resource: CountedResource, object: JsonObject, now: number): ResourceList {
  const counted = new Map([[countName(resource), wholeOf(1)]]);
  if (resource.group !== '') return counted;
  if (resource.plural === 'pods') return isOver(object, now) ? counted : addLists(counted, podUsage(object));
  if (PLAIN_NAMES.has(resource.plural)) counted.set(resource.plural, wholeOf(1));
  if (resource.plural === 'services') return addLists(counted, serviceUsage(object));
  return resource.plural === 'persistentvolumeclaims' ? addLists(counted, claimUsage(object)) : counted;
}

/** Pods that ended, or should have ended by now, use no more than a name. */
function isOver(pod: JsonObject, now: number): boolean {
  const phase = textAt(pod, 'status', 'phase');
  if (phase === 'Failed' || phase === 'Succeeded') return true;
  const deleted = textAt(pod, 'metadata', 'deletionTimestamp');
  const grace = memberAt(pod, 'metadata', 'deletionGracePeriodSeconds');
  return deleted !== undefined && typeof grace === 'number' && now > Date.parse(deleted) + grace * 1000;
}

function podUsage(pod: JsonObject): ResourceList {
  return new Map([['pods', wholeOf(1)], ...computeUsage(podResources(pod, 'requests'), podResources(pod, 'limits'))]);
}

/** Requests and limits by the names quotas have for them: `cpu` is `requests.cpu`. */
export function computeUsage(requests: ResourceList, limits: ResourceList): ResourceList {
  const named: ResourceList = new Map(
    [...requests].flatMap(([name, amount]) => {
      const both = COMPUTE.includes(name) || name.startsWith('hugepages-');
      if (both) return [[name, amount] as const, [`requests.${name}`, amount] as const];
      return name.includes('/') ? [[`requests.${name}`, amount] as const] : [];
    }),
  );
  const limited = [...limits].filter(([name]) => COMPUTE.includes(name));
  return new Map([...named, ...limited.map(([name, amount]) => [`limits.${name}`, amount] as const)]);
}

function serviceUsage(service: JsonObject): ResourceList {
  const type = textAt(service, 'spec', 'type');
  const ports = memberAt(service, 'spec', 'ports');
  const all = isList(ports) ? ports : [];
  const given = all.filter((port) => memberAt(port, 'nodePort')).length;
  const unallocated = memberAt(service, 'spec', 'allocateLoadBalancerNodePorts') === false;
  const balanced = type === 'LoadBalancer';
  const nodePorts = type === 'NodePort' || (balanced && !unallocated) ? all.length : balanced ? given : 0;
  return new Map([
    ['services.nodeports', wholeOf(nodePorts)],
    ['services.loadbalancers', wholeOf(balanced ? 1 : 0)],
  ]);
}

function claimUsage(claim: JsonObject): ResourceList {
  const asked = readResourceList(memberAt(claim, 'spec', 'resources', 'requests')).get('storage');
  const storageClass =
    textAt(claim, 'spec', 'storageClassName') ??
    textAt(claim, 'metadata', 'annotations', 'volume.beta.kubernetes.io/storage-class');
  const ofClass = storageClass ? `${storageClass}${CLASS_SUFFIX}` : undefined;
  return new Map([
    ...(asked ? [['requests.storage', asked] as const] : []),
    ...(ofClass ? [[`${ofClass}persistentvolumeclaims`, wholeOf(1)] as const] : []),
    ...(ofClass && asked ? [[`${ofClass}requests.storage`, asked] as const] : []),
  ]);
}
