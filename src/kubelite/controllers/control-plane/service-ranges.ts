/** The addresses of Services as objects: an IPAddress for each that is given out, and ServiceCIDRs that tell of themselves. */
import { rfc3339 } from '../../../base/clock.ts';
import { isList, memberAt, textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import {
  type Action,
  type Controller,
  controllerOf,
  keyOfObject,
  NOTHING,
  onSelf,
  type Step,
  type StepContext,
} from '../controller.ts';
import { observed } from '../owned-objects.ts';
import { SERVICES } from '../resources.ts';
import { statusChange } from '../status-change.ts';
import { keptTransition } from './kept-transition.ts';

const IP_ADDRESSES = { group: 'networking.k8s.io', plural: 'ipaddresses' };
const SERVICE_RANGES = { group: 'networking.k8s.io', plural: 'servicecidrs' };
const FINALIZER = 'networking.k8s.io/service-cidr-finalizer';
const MANAGED_BY = 'ipallocator.k8s.io';

interface ObservedService {
  readonly service: KubeObject;
  readonly missing: readonly string[];
}

/** Makes the address objects of a Service. */
export const serviceAddressController: Controller = controllerOf<ObservedService>({
  name: 'service-address',
  triggers: [onSelf(SERVICES)],
  observe(reader, key) {
    const service = observed(reader, key);
    const missing = service ? addressesOf(service).filter((address) => !reader.get(IP_ADDRESSES, '', address)) : [];
    return service && { service, missing };
  },
  step: ({ service, missing }) => ({
    actions: missing.map((address): Action => ({ kind: 'create', object: addressObject(service, address) })),
  }),
});

interface ObservedAddress {
  readonly address: KubeObject;
  readonly service: KubeObject | undefined;
}

/** Removes the address objects that no Service has any more. */
export const freedAddressController: Controller = controllerOf<ObservedAddress>({
  name: 'freed-address',
  triggers: [
    {
      resource: SERVICES,
      keys: ({ object }) => addressesOf(object).map((name) => ({ resource: IP_ADDRESSES, namespace: '', name })),
    },
  ],
  observe(reader, key) {
    const address = observed(reader, key);
    if (address?.metadata.labels?.['ipaddress.kubernetes.io/managed-by'] !== MANAGED_BY) return undefined;
    const namespace = textAt(address.spec, 'parentRef', 'namespace') ?? '';
    const name = textAt(address.spec, 'parentRef', 'name') ?? '';
    return { address, service: reader.get(SERVICES, namespace, name) };
  },
  step: ({ address, service }) => {
    const { name = '', uid = '' } = address.metadata;
    if (service && addressesOf(service).includes(name)) return NOTHING;
    return { actions: [{ kind: 'delete', resource: IP_ADDRESSES, namespace: '', name, uid }] };
  },
});

function addressesOf(service: KubeObject): readonly string[] {
  const addresses = memberAt(service.spec, 'clusterIPs');
  return (isList(addresses) ? addresses : []).map(String).filter((address) => address !== '' && address !== 'None');
}

function addressObject({ metadata }: KubeObject, address: string): KubeObject {
  const { name = '', namespace = '' } = metadata;
  const labels = {
    'ipaddress.kubernetes.io/ip-family': address.includes(':') ? 'IPv6' : 'IPv4',
    'ipaddress.kubernetes.io/managed-by': MANAGED_BY,
  };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IPAddress',
    metadata: { name: address, labels },
    spec: { parentRef: { group: '', resource: 'services', namespace, name } },
  };
}

/** A range is ready at once, and held while it is not the last that addresses come from. */
export const serviceRangeController: Controller = controllerOf<{ readonly range: KubeObject }>({
  name: 'service-range',
  triggers: [
    onSelf(SERVICE_RANGES),
    {
      resource: IP_ADDRESSES,
      keys: ({ type }, reader) =>
        type === 'DELETED' ? reader.list(SERVICE_RANGES).map((range) => keyOfObject(SERVICE_RANGES, range)) : [],
    },
  ],
  observe(reader, key) {
    const range = observed(reader, key);
    return range && { range };
  },
  step: serviceRangeStep,
});

/** Addresses are given out of the first range alone, so every other may go. */
export function serviceRangeStep({ range }: { readonly range: KubeObject }, { now }: StepContext): Step {
  const { metadata } = range;
  const finalizers = metadata.finalizers ?? [];
  const rest = finalizers.filter((one) => one !== FINALIZER);
  if (metadata.deletionTimestamp !== undefined) {
    if (metadata.name === 'kubernetes' || rest.length === finalizers.length) return NOTHING;
    return { actions: [{ kind: 'update', object: { ...range, metadata: { ...metadata, finalizers: rest } } }] };
  }
  const held: readonly Action[] = finalizers.includes(FINALIZER)
    ? []
    : [{ kind: 'update', object: { ...range, metadata: { ...metadata, finalizers: [...finalizers, FINALIZER] } } }];
  const lastTransitionTime = keptTransition(range, { type: 'Ready', status: 'True' }) ?? rfc3339(now);
  const message = 'Kubernetes Service CIDR is ready';
  const ready = { type: 'Ready', status: 'True', lastTransitionTime, reason: '', message };
  return { actions: [...held, ...statusChange(range, { conditions: [ready] })] };
}
