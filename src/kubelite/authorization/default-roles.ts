/**
 * The roles and bindings that every cluster has from its beginning: `cluster-admin`, `admin`, `edit`, `view`, and those of the
 * system. The data is read off a real server (`tools/record/default-roles.ts`).
 */
import { hasCode } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ClusterAccess } from '../controllers/cluster-access.ts';
import { aggregationStep } from '../controllers/cluster-role-aggregation.ts';
import data from './default-roles.facts.json' with { type: 'json' };

const API_VERSION = 'rbac.authorization.k8s.io/v1';

/** Creates what is missing of them; what is there stays as it is. */
export function createDefaultRoles(access: ClusterAccess): void {
  // The file holds what a server answered.
  const objects = (data as readonly object[]).map((one) => ({ apiVersion: API_VERSION, ...one }) as KubeObject);
  // `admin` has what `edit` has, which has what `view` has.
  const complete = [1, 2, 3].reduce((roles) => roles.map((role) => withAggregated(role, roles)), objects);
  for (const object of complete) createUnlessThere(access, object);
}

function withAggregated(role: KubeObject, roles: readonly KubeObject[]): KubeObject {
  if (role['aggregationRule'] === undefined) return role;
  const others = roles.filter(({ kind, metadata }) => kind === 'ClusterRole' && metadata.name !== role.metadata.name);
  const [action] = aggregationStep({ role, others }).actions ?? [];
  return action?.kind === 'update' ? action.object : role;
}

function createUnlessThere(access: ClusterAccess, object: KubeObject): void {
  try {
    access.create(object);
  } catch (error) {
    if (!hasCode(error, 'kube.already-exists')) throw error;
  }
}
