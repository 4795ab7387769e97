/** Connections to Kubernetes: the control plane's own, and those that cluster Secrets describe. */
import { clusterSecretConnection } from '../../adapters/kube-http/cluster-secret.ts';
import type { KubeConnection } from '../../adapters/kube-http/connection.ts';
import { createKubeHttp, type KubeHttp } from '../../adapters/kube-http/kube-http.ts';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import type { KubePort } from '../../ports/kube.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { InstallationPort } from '../../ports/settings.ts';
import { IN_CLUSTER_SERVER } from '../../services/installation/index.ts';
import type { ClusterAccess } from '../../services/live/index.ts';
import { VERSION } from '../version.ts';

export interface KubeAccessOptions {
  readonly clock: Clock;
  readonly metrics: MetricsPort;
}

export function connectKube(
  connection: KubeConnection,
  options: KubeAccessOptions & { readonly server?: string },
): KubeHttp {
  const { clock, metrics, server } = options;
  const { PATH = '', HOME = '' } = process.env;
  return createKubeHttp(connection, {
    clock,
    metrics,
    random: Math.random,
    environment: { PATH, HOME },
    userAgent: `tiphys/${VERSION}`,
    ...(server === undefined ? {} : { server }),
  });
}

/** Opens the cluster that a destination names; the in-cluster one has its connection from the start. */
export function clusterConnector(
  installation: InstallationPort,
  inCluster: KubePort,
  options: KubeAccessOptions,
): (server: string) => ClusterAccess {
  return (server) => {
    const record = installation.current().clusters.find((cluster) => cluster.server === server);
    const connection = record?.config ? clusterSecretConnection(server, record.config) : undefined;
    if (!connection && server !== IN_CLUSTER_SERVER) throw unknownCluster(server);
    return {
      kube: connection ? connectKube(connection, { ...options, server }) : inCluster,
      namespaces: record?.namespaces ?? [],
      clusterResources: record?.clusterResources ?? false,
    };
  };
}

function unknownCluster(server: string): AppError {
  return new AppError({
    code: 'clusters.unknown',
    kind: 'user',
    message: `there is no cluster with the address ${server}`,
    hint: 'Add a Secret with the label argocd.argoproj.io/secret-type: cluster, or correct the destination.',
  });
}
