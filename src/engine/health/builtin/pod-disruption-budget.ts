import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';
import { conditionsOf } from '../status-fields.ts';

/** PodDisruptionBudget: Degraded where a condition is False for another reason than too few pods. */
export const POD_DISRUPTION_BUDGET: HealthCheck = { groups: ['policy'], kind: 'PodDisruptionBudget', check };

function check(object: KubeObject): Health {
  const conditions = conditionsOf(object);
  const last = conditions.at(-1);
  if (last === undefined) return health('Progressing', 'Waiting for status');
  const broken = conditions.find(({ status, reason }) => status === 'False' && reason !== 'InsufficientPods');
  return broken === undefined
    ? health('Healthy', `PodDisruptionBudget has ${last.reason}`)
    : health('Degraded', `PodDisruptionBudget has ${broken.reason}`);
}
