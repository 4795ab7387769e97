/**
 * What ResourceQuotas count: objects, by the names that `spec.hard` gives them. Amounts of cpu, memory and storage are not
 * counted, since nothing here uses any. Source: Kubernetes docs, "Resource Quotas", quota on object count.
 */
import { isList, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ClusterResource } from '../controllers/cluster-access.ts';

/** Kinds of the core group that are counted under their plain names, too. */
const PLAIN = [
  'configmaps',
  'persistentvolumeclaims',
  'pods',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'services',
];

/** How much an object of this resource counts under a name of `hard`; 0 where it does not. */
export function chargeOf(name: string, { group, plural }: ClusterResource, object: KubeObject): number {
  if (name === `count/${plural}${group === '' ? '' : `.${group}`}`) return 1;
  if (group !== '') return 0;
  if (name === plural) return PLAIN.includes(plural) ? 1 : 0;
  if (plural !== 'services') return 0;
  const type = textAt(object, 'spec', 'type');
  if (name === 'services.loadbalancers') return type === 'LoadBalancer' ? 1 : 0;
  if (name !== 'services.nodeports' || (type !== 'NodePort' && type !== 'LoadBalancer')) return 0;
  return portCount(memberAt(object, 'spec', 'ports'));
}

function portCount(ports: Json | undefined): number {
  return isList(ports) ? ports.length : 0;
}

/** The resource that a name of `hard` counts; undefined for amounts that are not counted here. */
export function countedResource(name: string): ClusterResource | undefined {
  if (name.startsWith('count/')) {
    const [plural = '', ...group] = name.slice('count/'.length).split('.');
    return { group: group.join('.'), plural };
  }
  if (name === 'services.loadbalancers' || name === 'services.nodeports') return { group: '', plural: 'services' };
  return PLAIN.includes(name) ? { group: '', plural: name } : undefined;
}

/** Limits of a quota by name, in the order of the names. One that holds only for some pods has none here. */
export function limitsOf(quota: KubeObject): readonly (readonly [string, Json])[] {
  const hard = memberAt(quota.spec, 'hard');
  const scoped = memberAt(quota.spec, 'scopes') ?? memberAt(quota.spec, 'scopeSelector');
  if (scoped !== undefined || typeof hard !== 'object' || hard === null) return [];
  return Object.entries(hard)
    .flatMap(([name, limit]): [string, Json][] => (limit === undefined ? [] : [[name, limit]]))
    .sort(([one], [other]) => (one < other ? -1 : 1));
}
