import { memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';
import { objectsAt } from '../status-fields.ts';

/** CronJob (features D6): Degraded when the last run is over and did not succeed. A suspended one is Healthy. */
export const CRON_JOB: HealthCheck = { groups: ['batch'], kind: 'CronJob', check };

function check(object: KubeObject): Health {
  if (memberAt(object, 'spec', 'suspend') === true) return health('Healthy', 'CronJob is Suspended');
  if (memberAt(object, 'status') === undefined) return health('Progressing', 'Waiting for CronJob');
  const scheduled = textAt(object, 'status', 'lastScheduleTime');
  if (scheduled === undefined) return health('Healthy', 'CronJob has not been scheduled yet');
  const succeeded = textAt(object, 'status', 'lastSuccessfulTime');
  if (succeeded === undefined) {
    return health('Healthy', 'The CronJob never completed successfully. It may not be healthy');
  }
  if (objectsAt(object, 'status', 'active').length > 0) {
    return health('Healthy', 'The job is running. Its last execution may not have been successful');
  }
  return succeeded < scheduled
    ? health('Degraded', 'CronJob has not completed its last execution successfully')
    : health('Healthy', 'CronJob has completed its last execution successfully');
}
