import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';
import { objectsAt } from '../status-fields.ts';

/** Ingress (features D7): Healthy once a load balancer has an address for it. */
export const INGRESS: HealthCheck = { groups: ['networking.k8s.io', 'extensions'], kind: 'Ingress', check };

function check(object: KubeObject): Health {
  return health(objectsAt(object, 'status', 'loadBalancer', 'ingress').length > 0 ? 'Healthy' : 'Progressing');
}
