/** The connection a pod has to its own cluster (Kubernetes documentation, "Accessing the Kubernetes API from a Pod"). */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../base/errors.ts';
import type { KubeConnection } from './connection.ts';
import { kubeError } from './status-error.ts';

const FOLDER = '/var/run/secrets/kubernetes.io/serviceaccount';

export interface InClusterPlace {
  /** `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT` of the environment. */
  readonly host: string | undefined;
  readonly port: string | undefined;
  readonly folder?: string;
}

/** Throws `kube.configuration` outside a cluster. */
export async function inClusterConnection(place: InClusterPlace): Promise<KubeConnection> {
  const { host, port, folder = FOLDER } = place;
  if (!host || !port) throw kubeError('kube.configuration', 'this process does not run in a Kubernetes cluster');
  const [ca, namespace] = await Promise.all([readPart(folder, 'ca.crt'), readPart(folder, 'namespace')]);
  return {
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    ca,
    credentials: { kind: 'token-file', path: join(folder, 'token') },
    namespace: namespace.trim(),
  };
}

async function readPart(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (error) {
    const message = `cannot read the service account's ${name}: ${messageOf(error)}`;
    throw kubeError('kube.configuration', message, { cause: error });
  }
}
