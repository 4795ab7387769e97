import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';
import { conditionsOf } from '../status-fields.ts';

/** APIService (features D7): its condition Available. */
export const API_SERVICE: HealthCheck = { groups: ['apiregistration.k8s.io'], kind: 'APIService', check };

function check(object: KubeObject): Health {
  const available = conditionsOf(object).find((condition) => condition.type === 'Available');
  if (available === undefined) return health('Progressing', 'Waiting to be processed');
  return health(available.status === 'True' ? 'Healthy' : 'Progressing', `${available.reason}: ${available.message}`);
}
