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
 * without a Secret, under its address and the name `in-cluster`, unless `cluster.inClusterEnabled` is false. As Argo CD 3.6.
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
  const server = trimmed(address);
  const because = (reason: string) =>
    unresolved(
      `error getting cluster by server "${address}": rpc error: code = NotFound desc = cluster "${server}" ${reason}`,
    );
  if (server === IN_CLUSTER_SERVER && !inClusterEnabled) return because('is disabled');
  const cluster = clusters.find((candidate) => trimmed(candidate.server) === server);
  if (cluster !== undefined) return { kind: 'resolved', cluster };
  if (server === IN_CLUSTER_SERVER) {
    return { kind: 'resolved', cluster: { server: IN_CLUSTER_SERVER, name: IN_CLUSTER_NAME } };
  }
  return because('not found');
}

/** A disabled cluster has no name; `in-cluster` is the own one whatever its Secret calls it, unless another one is called so. */
function byName<C extends KnownCluster>(
  name: string,
  clusters: readonly C[],
  inClusterEnabled: boolean,
): DestinationResult<C> {
  const named = clusters
    .filter((cluster) => cluster.name === name)
    .filter(({ server }) => inClusterEnabled || trimmed(server) !== IN_CLUSTER_SERVER);
  if (named.length > 1) {
    const servers = named.map((cluster) => cluster.server).join(' ');
    return unresolved(`there are ${named.length} clusters with the same name: [${servers}]`);
  }
  const [only] = named;
  if (only !== undefined) return byServer(only.server, clusters, inClusterEnabled);
  if (name === IN_CLUSTER_NAME && inClusterEnabled) return byServer(IN_CLUSTER_SERVER, clusters, inClusterEnabled);
  return unresolved(`there are no clusters with this name: ${name}`);
}

function trimmed(address: string): string {
  return address.replace(/\/+$/, '');
}

function unresolved(message: string): { readonly kind: 'unresolved'; readonly message: string } {
  return { kind: 'unresolved', message };
}
