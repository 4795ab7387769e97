/** Connections to Kubernetes: the control plane's own, and those that cluster Secrets describe. */

import { createChangingKubeHttp } from '../../adapters/kube-http/changing-kube-http.ts';
import { clusterSecretConnection } from '../../adapters/kube-http/cluster-secret.ts';
import type { KubeConnection } from '../../adapters/kube-http/connection.ts';
import { createKubeHttp, type KubeHttp, type KubeHttpDeps } from '../../adapters/kube-http/kube-http.ts';
import type { Clock } from '../../base/clock.ts';
import { AppError } from '../../base/errors.ts';
import type { KubePort } from '../../ports/kube.ts';
import type { MetricsPort } from '../../ports/metrics.ts';
import type { ClusterRecord, InstallationPort } from '../../ports/settings.ts';
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
  const { server, ...rest } = options;
  return createKubeHttp(connection, { ...depsOf(rest), ...(server === undefined ? {} : { server }) });
}

function depsOf({ clock, metrics }: KubeAccessOptions): KubeHttpDeps {
  const { PATH = '', HOME = '' } = process.env;
  return { clock, metrics, random: Math.random, environment: { PATH, HOME }, userAgent: `tiphys/${VERSION}` };
}

/**
 * Opens the cluster that a destination names; the in-cluster one has its connection from the start. A renewed cluster Secret
 * is used from the next call on.
 */
export function clusterConnector(
  installation: InstallationPort,
  inCluster: KubePort,
  options: KubeAccessOptions,
): (server: string) => ClusterAccess {
  return (server) => {
    const record = recordOf(installation, server);
    if (!record?.config && server === IN_CLUSTER_SERVER) return access(inCluster, record);
    connectionOf(installation, server);
    return access(
      createChangingKubeHttp(server, () => connectionOf(installation, server), depsOf(options)),
      record,
    );
  };
}

function access(kube: KubePort, record: ClusterRecord | undefined): ClusterAccess {
  return { kube, namespaces: record?.namespaces ?? [], clusterResources: record?.clusterResources ?? false };
}

function recordOf(installation: InstallationPort, server: string): ClusterRecord | undefined {
  return installation.current().clusters.find((cluster) => cluster.server === server);
}

/** Throws `clusters.unknown`, also for a cluster whose Secret was removed. */
function connectionOf(installation: InstallationPort, server: string): KubeConnection {
  const config = recordOf(installation, server)?.config;
  if (config) return clusterSecretConnection(server, config);
  throw new AppError({
    code: 'clusters.unknown',
    kind: 'user',
    message: `there is no cluster with the address ${server}`,
    hint: 'Add a Secret with the label argocd.argoproj.io/secret-type: cluster, or correct the destination.',
  });
}
