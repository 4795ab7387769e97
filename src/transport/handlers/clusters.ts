/** What the API tells of one cluster: version and kinds that it serves. Nothing of how it is reached. */
import type { ClusterQuery } from '../../api/methods/general-messages.ts';
import { AppError } from '../../base/errors.ts';
import { servedVersions } from '../../kube/object/served-versions.ts';
import type { LiveClusters } from '../../ports/live-cluster.ts';
import type { InstallationPort } from '../../ports/settings.ts';
import type { Handler } from '../dispatch.ts';
import { permissionDenied } from '../refusals.ts';
import { read } from './request.ts';

export interface ClusterHandlerDependencies {
  readonly installation: InstallationPort;
  readonly clusters: LiveClusters;
}

export function clusterHandlers({
  installation,
  clusters,
}: ClusterHandlerDependencies): Readonly<Record<string, Handler>> {
  return {
    async 'cluster.ClusterService/Get'(context) {
      const asked = identityOf(read<ClusterQuery>(context));
      const known = installation.current().clusters;
      const found = known.find(({ server, name }) => (asked.by === 'name' ? name : server) === asked.value);
      const object = [found?.project, found?.server].filter(Boolean).join('/');
      // One that is not there and one that may not be seen look the same.
      if (found === undefined || !context.may('clusters', 'get', object)) throw permissionDenied();
      const { server, name, project } = found;
      return { server, name, ...(project ? { project } : {}), ...(await factsOf(clusters, server, context.signal)) };
    },
  };
}

function identityOf({ server = '', name = '', id }: ClusterQuery): { readonly by: string; readonly value: string } {
  if (id?.value) {
    const by = id.type || 'server';
    return { by, value: by === 'name' || by === 'server' ? id.value : '' };
  }
  return name === '' ? { by: 'server', value: server } : { by: 'name', value: name };
}

async function factsOf(clusters: LiveClusters, server: string, signal: AbortSignal): Promise<object> {
  const config = { tlsClientConfig: { insecure: false } };
  try {
    const cluster = clusters.get(server);
    await cluster.ready(signal);
    const connectionState = { status: 'Successful', message: '', attemptedAt: null };
    const serverVersion = cluster.kubeVersion();
    const resources = cluster.resources();
    const apiVersions = servedVersions(resources);
    const info = { connectionState, serverVersion, cacheInfo: { apisCount: resources.length }, applicationsCount: 0 };
    return { config, connectionState, serverVersion, info: { ...info, apiVersions } };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const connectionState = { status: 'Failed', message: error.message, attemptedAt: null };
    return { config, connectionState, info: { connectionState, cacheInfo: {}, applicationsCount: 0 } };
  }
}
