/** New objects must fit into the quotas of their namespace (admission plugin ResourceQuota). */
import { memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { canonicalQuantity, compareQuantities, parseQuantity } from '../../kube/quantity/quantity.ts';
import type { Cluster } from '../operations/cluster.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { forbiddenFor } from '../status/faults.ts';
import { chargeOf, limitsOf } from './object-counts.ts';

/** Throws 403 with what was requested, used and allowed, as recorded (scenario 139). */
export function checkQuota(
  cluster: Cluster,
  definition: ResourceDefinition,
  object: KubeObject,
  namespace: string,
): void {
  if (!definition.namespaced) return;
  for (const quota of cluster.store.list('/resourcequotas', namespace)) {
    const exceeded = limitsOf(quota.object).flatMap(([name, limit]) => {
      const requested = chargeOf(name, definition, object);
      if (requested === 0) return [];
      const used = usedOf(cluster, definition, { name, namespace });
      const most = parseQuantity(limit);
      const wanted = parseQuantity(String(used + requested));
      if (most === undefined || wanted === undefined || compareQuantities(wanted, most) <= 0) return [];
      return [{ name, requested, used, limited: canonicalQuantity(limit) ?? '' }];
    });
    if (exceeded.length === 0) continue;
    const list = (member: 'requested' | 'used' | 'limited'): string =>
      `${member}: ${exceeded.map((entry) => `${entry.name}=${entry[member]}`).join(',')}`;
    const why = `exceeded quota: ${quota.name}, ${list('requested')}, ${list('used')}, ${list('limited')}`;
    throw forbiddenFor(definition, object.metadata.name ?? '', { why });
  }
}

function usedOf(
  { store }: Cluster,
  definition: ResourceDefinition,
  { name, namespace }: { readonly name: string; readonly namespace: string },
): number {
  let used = 0;
  for (const { object } of store.list(definition.shelf, namespace)) {
    const gone = definition.plural === 'pods' && isFinished(object);
    if (!gone) used += chargeOf(name, definition, object);
  }
  return used;
}

/** Pods that ended take no room under their plain name; under both names here, which only differs for Jobs' pods. */
export function isFinished(pod: KubeObject): boolean {
  const phase = memberAt(pod, 'status', 'phase');
  return phase === 'Succeeded' || phase === 'Failed';
}
