/** Which cluster an Application points to (features A2). */
import type { ApplicationDestination } from '../../api/application/fields.ts';
import { IN_CLUSTER_NAME, IN_CLUSTER_SERVER } from '../../api/enumerations.ts';

export interface KnownCluster {
  readonly server: string;
  readonly name: string;
}

export type DestinationResult<C extends KnownCluster = KnownCluster> =
  | { readonly kind: 'resolved'; readonly cluster: C | KnownCluster }
  | { readonly kind: 'unresolved'; readonly message: string };

/**
 * The cluster of a destination: by server or by name, never both. The cluster that the installation runs in is known
 * without a Secret, under its address and the name `in-cluster`, unless `cluster.inClusterEnabled` is false.
 */
export function resolveDestination<C extends KnownCluster>(
  destination: ApplicationDestination,
  clusters: readonly C[],
  options: { readonly inClusterEnabled: boolean },
): DestinationResult<C> {
  const { server = '', name = '' } = destination;
  if (server !== '' && name !== '') {
    return unresolved(`application destination can't have both name and server defined: ${name} ${server}`);
  }
  if (server !== '') return byServer(server, clusters, options.inClusterEnabled);
  if (name !== '') return byName(name, clusters, options.inClusterEnabled);
  return unresolved('Destination server missing from app spec');
}

function byServer<C extends KnownCluster>(
  address: string,
  clusters: readonly C[],
  inClusterEnabled: boolean,
): DestinationResult<C> {
  const server = address.replace(/\/+$/, '');
  if (server === IN_CLUSTER_SERVER && !inClusterEnabled) {
    return unresolved(`error getting cluster by server "${address}": cluster "${address}" is disabled`);
  }
  const cluster = clusters.find((candidate) => candidate.server.replace(/\/+$/, '') === server);
  if (cluster !== undefined) return { kind: 'resolved', cluster };
  if (server === IN_CLUSTER_SERVER) {
    return { kind: 'resolved', cluster: { server: IN_CLUSTER_SERVER, name: IN_CLUSTER_NAME } };
  }
  const reason = `rpc error: code = NotFound desc = cluster "${address}" not found`;
  return unresolved(`error getting cluster by server "${address}": ${reason}`);
}

function byName<C extends KnownCluster>(
  name: string,
  clusters: readonly C[],
  inClusterEnabled: boolean,
): DestinationResult<C> {
  const named = clusters.filter((cluster) => cluster.name === name);
  if (named.length > 1) {
    const servers = named.map((cluster) => cluster.server).join(' ');
    return unresolved(`there are ${named.length} clusters with the same name: [${servers}]`);
  }
  const [only] = named;
  if (only !== undefined) return byServer(only.server, clusters, inClusterEnabled);
  const renamed = clusters.some((cluster) => cluster.server === IN_CLUSTER_SERVER);
  if (name === IN_CLUSTER_NAME && inClusterEnabled && !renamed) {
    return { kind: 'resolved', cluster: { server: IN_CLUSTER_SERVER, name: IN_CLUSTER_NAME } };
  }
  return unresolved(`there are no clusters with this name: ${name}`);
}

function unresolved(message: string): { readonly kind: 'unresolved'; readonly message: string } {
  return { kind: 'unresolved', message };
}
