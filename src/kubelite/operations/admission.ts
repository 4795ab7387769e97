/** The limits of a namespace: LimitRanges shape and refuse pods and claims, ResourceQuotas count and refuse everything. */
import { isObject } from '../../base/json-value.ts';
import { applyLimitDefaults } from '../../kube/limit-range/apply-limit-defaults.ts';
import { claimLimitFaults, podLimitFaults } from '../../kube/limit-range/check-limits.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { chargeQuota } from '../../kube/quota/charge-quota.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import { forbidden } from '../status/faults.ts';
import type { Cluster } from './cluster.ts';

const QUOTAS = '/resourcequotas';
const LIMIT_RANGES = '/limitranges';
/** Kinds whose updates are charged too; those of all others change no count. */
const CHARGED_UPDATES: ReadonlySet<string> = new Set(['/services', '/persistentvolumeclaims']);
/** Kinds that no quota counts. */
const UNCOUNTED: ReadonlySet<string> = new Set(['/events', 'events.k8s.io/events']);

export interface Admitted {
  readonly object: KubeObject;
  /** What an update replaces. */
  readonly old?: KubeObject;
  readonly namespace: string;
}

/** A new pod with what the namespace's LimitRanges give by default; all else as it is. */
export function withLimitDefaults(
  cluster: Cluster,
  definition: ResourceDefinition,
  { object, namespace }: Admitted,
): KubeObject {
  if (definition.shelf !== '/pods') return object;
  let filled = object;
  for (const { object: range } of cluster.store.list(LIMIT_RANGES, namespace)) {
    // Only metadata's annotations and the spec change.
    filled = applyLimitDefaults(filled, range) as KubeObject;
  }
  return filled;
}

/**
 * Checks a write against the namespace's LimitRanges and ResourceQuotas. The answer charges the quotas, to be called in the
 * same turn once the write is sure, so that no two writes share what is left. Throws 403.
 */
export function admitToNamespace(cluster: Cluster, definition: ResourceDefinition, admitted: Admitted): () => void {
  if (!definition.namespaced) return () => undefined;
  checkLimits(cluster, definition, admitted);
  return checkQuotas(cluster, definition, admitted);
}

function checkLimits(cluster: Cluster, definition: ResourceDefinition, { object, old, namespace }: Admitted): void {
  const pod = definition.shelf === '/pods' && old === undefined;
  if (!pod && definition.shelf !== '/persistentvolumeclaims') return;
  for (const { object: range } of cluster.store.list(LIMIT_RANGES, namespace)) {
    const faults = pod ? podLimitFaults(object, range) : claimLimitFaults(object, range);
    if (faults.length === 0) continue;
    const why = faults.length === 1 ? (faults[0] ?? '') : `[${faults.join(', ')}]`;
    throw forbidden(definition, object.metadata.name ?? '', why);
  }
}

function checkQuotas(cluster: Cluster, definition: ResourceDefinition, admitted: Admitted): () => void {
  const { object, old, namespace } = admitted;
  if (UNCOUNTED.has(definition.shelf)) return () => undefined;
  if (old !== undefined && !CHARGED_UPDATES.has(definition.shelf)) return () => undefined;
  const charged: KubeObject[] = [];
  for (const { object: quota } of cluster.store.list(QUOTAS, namespace)) {
    const charge = { resource: definition, object, ...(old && { old }), now: cluster.clock.now() };
    const outcome = chargeQuota(quota, charge);
    if (outcome.kind === 'refused') throw forbidden(definition, object.metadata.name ?? '', outcome.why);
    if (outcome.kind === 'unconcerned') continue;
    const status = isObject(quota.status) ? quota.status : {};
    charged.push({ ...quota, status: { ...status, used: outcome.used } });
  }
  return () => {
    for (const quota of charged) cluster.store.put(QUOTAS, quota);
  };
}
