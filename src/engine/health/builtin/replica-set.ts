import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';
import { conditionsOf, countAt, isObserved, numberAt } from '../status-fields.ts';

/** ReplicaSet (features D4). */
export const REPLICA_SET: HealthCheck = { groups: ['apps', 'extensions'], kind: 'ReplicaSet', check };

function check(object: KubeObject): Health {
  if (!isObserved(object)) {
    return health(
      'Progressing',
      'Waiting for rollout to finish: observed replica set generation less than desired generation',
    );
  }
  const failure = conditionsOf(object).find((condition) => condition.type === 'ReplicaFailure');
  if (failure?.status === 'True') return health('Degraded', failure.message);
  const wanted = numberAt(object, 'spec', 'replicas');
  const available = countAt(object, 'status', 'availableReplicas');
  if (wanted !== undefined && available < wanted) {
    return health(
      'Progressing',
      `Waiting for rollout to finish: ${available} out of ${wanted} new replicas are available...`,
    );
  }
  return health('Healthy');
}
