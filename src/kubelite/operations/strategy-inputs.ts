/** What strategies need of the cluster when an object is created. */
import { memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { StrategyInputs } from '../registry/strategy.ts';
import { type Cluster, nameSuffix, timeOf } from './cluster.ts';

const DEFAULT_CLASS = 'storageclass.kubernetes.io/is-default-class';

/** Where a dry run begins to count node ports: it takes none. */
const BEFORE_DRY_PORTS = 32_768;

/** The inputs for one new object. */
export function strategyInputs(cluster: Cluster, object: KubeObject, { dryRun = false } = {}): StrategyInputs {
  const defaultStorageClass = storageClass(cluster);
  const priority = object.kind === 'Pod' ? priorityOf(cluster, object) : undefined;
  return {
    uid: object.metadata.uid ?? '',
    now: timeOf(cluster),
    clusterIp: () => cluster.addresses.clusterIp(),
    nodePort: (given) =>
      dryRun ? Math.max(...(given.length > 0 ? given : [BEFORE_DRY_PORTS])) + 1 : cluster.addresses.nodePort(given),
    podSuffix: () => nameSuffix(cluster.entropy),
    ...(defaultStorageClass !== undefined && { defaultStorageClass }),
    ...(priority && { priority }),
  };
}

function storageClass({ store }: Cluster): string | undefined {
  for (const stored of store.list('storage.k8s.io/storageclasses')) {
    if (stored.object.metadata.annotations?.[DEFAULT_CLASS] === 'true') return stored.name;
  }
  return undefined;
}

function priorityOf({ store }: Cluster, pod: KubeObject): StrategyInputs['priority'] {
  const wanted = textAt(pod, 'spec', 'priorityClassName');
  for (const { name, object } of store.list('scheduling.k8s.io/priorityclasses')) {
    if (wanted ? name !== wanted : object['globalDefault'] !== true) continue;
    const value = memberAt(object, 'value');
    const preemptionPolicy = textAt(object, 'preemptionPolicy') ?? 'PreemptLowerPriority';
    return { value: typeof value === 'number' ? value : 0, preemptionPolicy };
  }
  return undefined;
}
