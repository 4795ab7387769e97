import { memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';
import { conditionsOf, countAt, isObserved, numberAt } from '../status-fields.ts';

/** Deployment (features D4): the rules of `kubectl rollout status`, and Suspended while paused. */
export const DEPLOYMENT: HealthCheck = { groups: ['apps', 'extensions'], kind: 'Deployment', check };

function check(object: KubeObject): Health {
  if (memberAt(object, 'spec', 'paused') === true) return health('Suspended', 'Deployment is paused');
  if (!isObserved(object)) {
    return health(
      'Progressing',
      'Waiting for rollout to finish: observed deployment generation less than desired generation',
    );
  }
  const progress = conditionsOf(object).find((condition) => condition.type === 'Progressing');
  if (progress?.reason === 'ProgressDeadlineExceeded') {
    return health(
      'Degraded',
      `Deployment "${textAt(object, 'metadata', 'name') ?? ''}" exceeded its progress deadline`,
    );
  }
  const wanted = numberAt(object, 'spec', 'replicas');
  const updated = countAt(object, 'status', 'updatedReplicas');
  const replicas = countAt(object, 'status', 'replicas');
  const available = countAt(object, 'status', 'availableReplicas');
  const waiting = 'Waiting for rollout to finish:';
  if (wanted !== undefined && updated < wanted) {
    return health('Progressing', `${waiting} ${updated} out of ${wanted} new replicas have been updated...`);
  }
  if (replicas > updated) {
    return health('Progressing', `${waiting} ${replicas - updated} old replicas are pending termination...`);
  }
  if (available < updated) {
    return health('Progressing', `${waiting} ${available} of ${updated} updated replicas are available...`);
  }
  return health('Healthy');
}
