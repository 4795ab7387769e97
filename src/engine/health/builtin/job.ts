import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';
import { conditionsOf } from '../status-fields.ts';

/** Job (features D6). A resumed job has the condition Suspended=False and is Progressing. */
export const JOB: HealthCheck = { groups: ['batch'], kind: 'Job', check };

function check(object: KubeObject): Health {
  const holding = conditionsOf(object).filter((condition) => condition.status !== 'False');
  const find = (type: string) => holding.find((condition) => condition.type === type);
  const failed = find('Failed');
  if (failed !== undefined) return health('Degraded', failed.message);
  const suspended = find('Suspended');
  if (suspended !== undefined) return health('Suspended', suspended.message);
  const complete = find('Complete');
  return complete === undefined ? health('Progressing') : health('Healthy', complete.message);
}
