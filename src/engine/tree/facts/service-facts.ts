import type { ResourceNetworkingInfo } from '../../../api/application/tree-fields.ts';
import type { LoadBalancerIngress } from '../../../api/kube/meta-fields.ts';
import { isObject, memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { objectsAt } from '../../health/status-fields.ts';

/** Which pods a Service selects, and where its load balancer is reached. */
export function serviceNetworking(service: KubeObject): ResourceNetworkingInfo {
  const selector = memberAt(service, 'spec', 'selector');
  const targetLabels = Object.fromEntries(
    Object.entries(isObject(selector) ? selector : {}).map(([key, value]) => [key, String(value)] as const),
  );
  const balanced = textAt(service, 'spec', 'type') === 'LoadBalancer';
  const ingress = balanced ? loadBalancerAddresses(service) : [];
  return { targetLabels, ...(ingress.length === 0 ? {} : { ingress }) };
}

/** Addresses in `status.loadBalancer.ingress`. */
export function loadBalancerAddresses(object: KubeObject): readonly LoadBalancerIngress[] {
  return objectsAt(object, 'status', 'loadBalancer', 'ingress').map((entry) => {
    const ip = textAt(entry, 'ip');
    const hostname = textAt(entry, 'hostname');
    return { ...(ip === undefined ? {} : { ip }), ...(hostname === undefined ? {} : { hostname }) };
  });
}
