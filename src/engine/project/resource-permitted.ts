import type { AppProjectSpec } from '../../api/app-project/fields.ts';
import { matchesGlob } from '../../base/glob/glob.ts';
import type { ObjectKey } from '../../kube/object/kube-object.ts';
import { isDestinationPermitted } from './destination-permitted.ts';

/**
 * Whether a project permits a kind (and, for cluster-scoped objects, a name). Cluster-scoped kinds need an entry in the
 * whitelist. Namespaced kinds need one only where the whitelist exists; an empty one permits nothing (features F5). The
 * blacklists always win.
 */
export function isKindPermitted(
  project: AppProjectSpec,
  resource: Pick<ObjectKey, 'group' | 'kind' | 'name'>,
  namespaced: boolean,
): boolean {
  const lists = namespaced
    ? { white: project.namespaceResourceWhitelist, black: project.namespaceResourceBlacklist }
    : { white: project.clusterResourceWhitelist ?? [], black: project.clusterResourceBlacklist };
  const listed = (list: readonly Restriction[] | undefined) => list?.some((entry) => matches(entry, resource)) === true;
  return (lists.white === undefined || listed(lists.white)) && !listed(lists.black);
}

/**
 * Whether a live or desired object is within the project: its kind, and its own namespace as a destination. What is not
 * permitted is shown without a sync status, never written, never pruned.
 */
export function isObjectPermitted(
  project: AppProjectSpec,
  key: ObjectKey,
  cluster: { readonly server: string; readonly name: string; readonly ownClusters?: readonly string[] },
): boolean {
  const namespaced = key.namespace !== '';
  if (!isKindPermitted(project, key, namespaced)) return false;
  if (!namespaced) return true;
  const destination = { server: cluster.server, name: cluster.name, namespace: key.namespace };
  return isDestinationPermitted(project, destination, cluster.ownClusters);
}

interface Restriction {
  readonly group: string;
  readonly kind: string;
  readonly name?: string;
}

function matches(entry: Restriction, resource: Pick<ObjectKey, 'group' | 'kind' | 'name'>): boolean {
  const name = entry.name ?? '';
  return (
    matchesGlob(entry.kind, resource.kind) &&
    matchesGlob(entry.group, resource.group) &&
    (name === '' || matchesGlob(name, resource.name))
  );
}
