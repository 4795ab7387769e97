/** Clusters from their Secrets, and the one we run in (Argo CD declarative setup, "Clusters"). Pure. */
import type { Secret } from '../../base/secret.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { plainFlag, plainText, secretData } from '../../kube/object/secret-data.ts';
import type { ClusterRecord } from '../../ports/settings.ts';

export const IN_CLUSTER_SERVER = 'https://kubernetes.default.svc';
const SECRET_TYPE = 'argocd.argoproj.io/secret-type';
/** Ours and kubectl's; all others are the user's, for ApplicationSets. */
const OWN_ANNOTATIONS = ['managed-by', 'kubectl.kubernetes.io/last-applied-configuration'];

const IN_CLUSTER: ClusterRecord = {
  server: IN_CLUSTER_SERVER,
  name: 'in-cluster',
  namespaces: [],
  clusterResources: false,
  project: '',
  labels: {},
  annotations: {},
  config: undefined,
};

/**
 * Clusters in the order of their Secrets' names. The in-cluster one comes last unless a Secret describes it; with
 * `cluster.inClusterEnabled: "false"` it is not there at all.
 */
export function clusterRecords(
  secrets: readonly KubeObject[],
  cm: Readonly<Record<string, string>>,
): readonly ClusterRecord[] {
  const clusters = secrets.map(clusterRecord).filter(({ server }) => server !== '');
  if (cm['cluster.inClusterEnabled'] === 'false') return clusters.filter(({ server }) => server !== IN_CLUSTER_SERVER);
  return clusters.some(({ server }) => server === IN_CLUSTER_SERVER) ? clusters : [...clusters, IN_CLUSTER];
}

function clusterRecord(secret: KubeObject): ClusterRecord {
  const data = secretData(secret);
  const config: Secret | undefined = data.get('config');
  return {
    server: plainText(data, 'server').replace(/\/+$/, ''),
    name: plainText(data, 'name'),
    namespaces: plainText(data, 'namespaces')
      .split(',')
      .map((namespace) => namespace.trim())
      .filter((namespace) => namespace !== ''),
    clusterResources: plainFlag(data, 'clusterResources'),
    project: plainText(data, 'project'),
    labels: without(secret.metadata.labels, [SECRET_TYPE]),
    annotations: without(secret.metadata.annotations, OWN_ANNOTATIONS),
    ...(secret.metadata.uid === undefined ? {} : { id: secret.metadata.uid }),
    ...shardOf(plainText(data, 'shard')),
    config,
  };
}

/** What is no number is no word. */
function shardOf(text: string): { readonly shard?: number } {
  return /^\d{1,6}$/.test(text.trim()) ? { shard: Number(text.trim()) } : {};
}

function without(
  texts: Readonly<Record<string, string>> | undefined,
  names: readonly string[],
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts ?? {}).filter(([name]) => !names.includes(name)));
}
