/**
 * Whether the address of a cluster still answers as the cluster that it was. A cluster is known by the uid of its namespace
 * kube-system, which stands in a ConfigMap beside the Applications; what answers with another one gets no write.
 */
import type { Clock } from '../../base/clock.ts';
import { AppError, hasCode } from '../../base/errors.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import { isObject } from '../../base/json-value.ts';
import type { KubePort, ObjectAddress, ResourceType } from '../../ports/kube.ts';
import type { Fence, Leadership } from '../../ports/leadership.ts';
import type { LiveCluster, LiveClusters } from '../../ports/live-cluster.ts';
import type { Installation } from '../../ports/settings.ts';

export const IDENTITIES = 'tiphys-cluster-identities';
const CONFIG_MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const NAMESPACES: ResourceType = { group: '', version: 'v1', plural: 'namespaces', namespaced: false };
const KUBE_SYSTEM = { group: '', kind: 'Namespace', namespace: '', name: 'kube-system' };

/** Milliseconds that an answer is believed, unless the cluster was listed anew since: then it may be another one. */
const BELIEVED = 30_000;
/** A cluster that is another one is asked again sooner: somebody may have accepted it. */
const DOUBTED = 5_000;

export interface IdentityDeps {
  /** The control plane. */
  readonly kube: KubePort;
  readonly namespace: string;
  readonly clock: Clock;
  readonly leadership: Leadership;
  readonly clusters: LiveClusters;
  readonly installation: () => Installation;
}

interface Known {
  /** Empty where it may not be read: then nothing is known, and nothing stands against writing. */
  readonly uid: string;
  readonly lists: number;
  readonly at: number;
  readonly fault: AppError | undefined;
}

export class ClusterIdentities {
  private readonly deps: IdentityDeps;
  private readonly known = new Map<string, Known>();

  constructor(deps: IdentityDeps) {
    this.deps = deps;
  }

  /**
   * Resolves with `cluster.another` (user) where what answers is not the cluster that is known by this address. The control
   * plane's own cluster is what it is: its Applications stand in it. Throws faults of the connection.
   */
  async doubt(cluster: LiveCluster): Promise<AppError | undefined> {
    const { server } = cluster.kube;
    const record = this.deps.installation().clusters.find((it) => it.server === server);
    if (record?.config === undefined) return undefined;
    const known = this.known.get(server);
    if (known !== undefined && this.isBelieved(known, cluster)) return known.fault;
    const lists = cluster.lists();
    const uid = await uidOf(cluster.kube);
    const fault = uid === '' ? undefined : await this.compared(server, uid);
    // What was seen in the one says nothing about the other: it is looked at from the start.
    if (known !== undefined && known.uid !== '' && uid !== '' && known.uid !== uid) this.deps.clusters.drop(server);
    this.known.set(server, { uid, lists, at: this.deps.clock.monotonic(), fault });
    return fault;
  }

  /** Shut without the lead, and where the cluster was found to be another one. */
  fence(cluster: LiveCluster, lead: Fence): Fence {
    return {
      check: () => {
        lead.check();
        const fault = this.known.get(cluster.kube.server)?.fault;
        if (fault !== undefined) throw fault;
      },
    };
  }

  private isBelieved({ uid, lists, at, fault }: Known, cluster: LiveCluster): boolean {
    const shown = cluster.get(KUBE_SYSTEM)?.uid;
    if (lists !== cluster.lists() || (shown !== undefined && uid !== '' && shown !== uid)) return false;
    return this.deps.clock.monotonic() - at < (fault === undefined ? BELIEVED : DOUBTED);
  }

  /** The first cluster that answers at an address is the one that is meant. */
  private async compared(server: string, found: string): Promise<AppError | undefined> {
    const { kube, namespace, leadership } = this.deps;
    const place: ObjectAddress = { type: CONFIG_MAPS, namespace, name: IDENTITIES };
    const pins = await kube.get(place);
    const data = pins?.['data'];
    const pinned = isObject(data) ? data[keyOfServer(server)] : undefined;
    if (pinned === found) return undefined;
    if (typeof pinned === 'string' && pinned !== '') return another({ server, found, pinned, namespace });
    if (!leadership.leads()) return undefined;
    const entry = { [keyOfServer(server)]: found };
    if (pins !== undefined) await kube.patch(place, 'merge', stringifyJson({ data: entry }));
    else {
      const metadata = { name: IDENTITIES, namespace, labels: { 'app.kubernetes.io/part-of': 'argocd' } };
      await kube.create(CONFIG_MAPS, { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: entry });
    }
    return undefined;
  }
}

/** Empty where this user may not see it, and where there is none. */
async function uidOf(kube: KubePort): Promise<string> {
  try {
    const object = await kube.get({ type: NAMESPACES, namespace: '', name: KUBE_SYSTEM.name });
    return object?.metadata.uid ?? '';
  } catch (error) {
    if (hasCode(error, 'kube.forbidden')) return '';
    throw error;
  }
}

/** The key of an address: keys of a ConfigMap take no slashes and colons. */
export function keyOfServer(server: string): string {
  return server.replace(/[^-._a-zA-Z0-9]/g, '_').slice(0, 253);
}

interface Mismatch {
  readonly server: string;
  readonly found: string;
  readonly pinned: string;
  readonly namespace: string;
}

function another({ server, found, pinned, namespace }: Mismatch): AppError {
  const patch = `{"data":{"${keyOfServer(server)}":"${found}"}}`;
  return new AppError({
    code: 'cluster.another',
    kind: 'user',
    message: `${server} answers as another cluster than before: the uid of its namespace kube-system is ${found}, that of the known cluster is ${pinned}. Nothing is written to it. If it was replaced on purpose, accept it: kubectl -n ${namespace} patch configmap ${IDENTITIES} --type merge -p '${patch}'`,
  });
}
