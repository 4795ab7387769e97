import { textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';
import { objectsAt } from '../status-fields.ts';

/** Service (features D7): a load balancer needs its address, all others are Healthy. */
export const SERVICE: HealthCheck = { groups: [''], kind: 'Service', check };

function check(object: KubeObject): Health {
  const waits =
    textAt(object, 'spec', 'type') === 'LoadBalancer' &&
    objectsAt(object, 'status', 'loadBalancer', 'ingress').length === 0;
  return health(waits ? 'Progressing' : 'Healthy');
}
