import { isList, isObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';

/**
 * A Role or ClusterRole: an empty list of rules is null, as the server answers. Rules of an aggregated ClusterRole are the
 * server's where `ignoreAggregatedRoles` says so.
 */
export function normaliseRole(role: KubeObject, options: { readonly ignoreAggregatedRoles: boolean }): KubeObject {
  if (options.ignoreAggregatedRoles && isObject(role['aggregationRule'])) return { ...role, rules: null };
  const rules = role['rules'];
  return isList(rules) && rules.length === 0 ? { ...role, rules: null } : role;
}
