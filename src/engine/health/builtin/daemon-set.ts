import { textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';
import { countAt, isObserved } from '../status-fields.ts';

/** DaemonSet (features D4). */
export const DAEMON_SET: HealthCheck = { groups: ['apps', 'extensions'], kind: 'DaemonSet', check };

function check(object: KubeObject): Health {
  if (!isObserved(object)) {
    return health(
      'Progressing',
      'Waiting for rollout to finish: observed daemon set generation less than desired generation',
    );
  }
  const updated = countAt(object, 'status', 'updatedNumberScheduled');
  const desired = countAt(object, 'status', 'desiredNumberScheduled');
  const available = countAt(object, 'status', 'numberAvailable');
  if (textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete') {
    return health('Healthy', `daemon set ${updated} out of ${desired} new pods have been updated`);
  }
  const waiting = `Waiting for daemon set "${textAt(object, 'metadata', 'name') ?? ''}" rollout to finish:`;
  if (updated < desired) {
    return health('Progressing', `${waiting} ${updated} out of ${desired} new pods have been updated...`);
  }
  if (available < desired) {
    return health('Progressing', `${waiting} ${available} of ${desired} updated pods are available...`);
  }
  return health('Healthy');
}
