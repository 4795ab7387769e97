/** Addresses from outside: Services of type LoadBalancer and Ingresses get one within a second. */
import { isList, type JsonObject, memberAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import type { ClusterResource } from '../cluster-access.ts';
import { type Controller, controllerOf, NOTHING, onSelf, type Step, type StepContext } from '../controller.ts';
import { observed } from '../owned-objects.ts';
import { outsideAddress } from '../pod/addresses.ts';
import { INGRESSES, SERVICES } from '../resources.ts';
import { statusChange } from '../status-change.ts';

/** From an object's creation to its address, in milliseconds. */
const PROVISIONING = 1000;

export const loadBalancerController: Controller = addressController('load-balancer', SERVICES, loadBalancerStep);
export const ingressController: Controller = addressController('ingress', INGRESSES, ingressStep);

/** A Service that stops being a LoadBalancer loses its address. */
export function loadBalancerStep(service: KubeObject, context: StepContext): Step {
  const wants = memberAt(service.spec, 'type') === 'LoadBalancer';
  if (!wants) {
    return hasAddress(service)
      ? { actions: statusChange(service, { ...statusOf(service), loadBalancer: {} }) }
      : NOTHING;
  }
  // Another class is another provider's work.
  if (memberAt(service.spec, 'loadBalancerClass') !== undefined) return NOTHING;
  const wished = memberAt(service.spec, 'loadBalancerIP');
  const ip = typeof wished === 'string' && wished !== '' ? wished : outsideAddress(service.metadata.uid ?? '');
  return addressStep(service, { ip, ipMode: 'VIP' }, context);
}

export function ingressStep(ingress: KubeObject, context: StepContext): Step {
  return addressStep(ingress, { ip: outsideAddress(ingress.metadata.uid ?? '') }, context);
}

function addressStep(object: KubeObject, address: JsonObject, { now }: StepContext): Step {
  if (hasAddress(object) || object.metadata.deletionTimestamp !== undefined) return NOTHING;
  const due = (Date.parse(object.metadata.creationTimestamp ?? '') || 0) + PROVISIONING;
  if (now < due) return { actions: [], wakeAt: due };
  return { actions: statusChange(object, { ...statusOf(object), loadBalancer: { ingress: [address] } }) };
}

function hasAddress(object: KubeObject): boolean {
  const ingress = memberAt(object.status, 'loadBalancer', 'ingress');
  return isList(ingress) && ingress.length > 0;
}

function statusOf(object: KubeObject): JsonObject {
  return (object.status ?? {}) as JsonObject;
}

function addressController(
  name: string,
  resource: ClusterResource,
  step: (object: KubeObject, context: StepContext) => Step,
): Controller {
  return controllerOf<KubeObject>({ name, triggers: [onSelf(resource)], observe: observed, step });
}
