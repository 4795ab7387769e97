/** Endpoints: the older list of a Service's addresses, which `kubectl describe` still shows. */
import { rfc3339 } from '../../../base/clock.ts';
import { jsonEqual } from '../../../base/json-equal.ts';
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import {
  type Controller,
  controllerOf,
  deletionOf,
  keyOfObject,
  NOTHING,
  type Step,
  type StepContext,
} from '../controller.ts';
import { ENDPOINTS, SERVICES } from '../resources.ts';
import {
  BACKEND_TRIGGERS,
  type BackendGroup,
  backendGroups,
  hostnameOf,
  isHeadless,
  type ObservedService,
  observeService,
  targetReference,
} from './backends.ts';
import type { Service } from './service-types.ts';

export interface ObservedEndpoints {
  readonly seen: ObservedService | undefined;
  readonly endpoints: KubeObject | undefined;
}

const MANAGED_BY = 'endpoints.kubernetes.io/managed-by';
const TRIGGER_TIME = 'endpoints.kubernetes.io/last-change-trigger-time';

export const endpointsController: Controller = controllerOf<ObservedEndpoints>({
  name: 'endpoints',
  triggers: [...BACKEND_TRIGGERS, { resource: ENDPOINTS, keys: ({ object }) => [keyOfObject(SERVICES, object)] }],
  observe(reader, key) {
    const seen = observeService(reader, key);
    if (seen === undefined && reader.get(SERVICES, key.namespace, key.name) !== undefined) return undefined;
    return { seen, endpoints: reader.get(ENDPOINTS, key.namespace, key.name) };
  },
  step: endpointsStep,
});

/** The list follows the pods; it goes with its Service. */
export function endpointsStep({ seen, endpoints }: ObservedEndpoints, { now }: StepContext): Step {
  if (seen === undefined) {
    const ours = endpoints?.metadata.labels?.[MANAGED_BY] !== undefined;
    return endpoints !== undefined && ours ? { actions: [deletionOf(ENDPOINTS, endpoints)] } : NOTHING;
  }
  const subsets = subsetsOf(seen);
  const labels = labelsOf(seen.service);
  if (
    endpoints !== undefined &&
    jsonEqual(endpoints['subsets'] ?? [], subsets) &&
    jsonEqual(endpoints.metadata.labels, labels)
  ) {
    return NOTHING;
  }
  const { metadata } = seen.service;
  const written: KubeObject = {
    ...(endpoints ?? { apiVersion: 'v1', kind: 'Endpoints' }),
    metadata: {
      ...endpoints?.metadata,
      name: metadata.name ?? '',
      namespace: metadata.namespace ?? '',
      labels,
      annotations: { [TRIGGER_TIME]: rfc3339(now) },
    },
    ...(subsets.length > 0 ? { subsets } : {}),
  };
  if (endpoints === undefined) return { actions: [{ kind: 'create', object: written }] };
  const { subsets: _, ...withoutSubsets } = written;
  return { actions: [{ kind: 'update', object: subsets.length > 0 ? written : (withoutSubsets as KubeObject) }] };
}

function labelsOf(service: Service): Readonly<Record<string, string>> {
  return {
    ...service.metadata.labels,
    [MANAGED_BY]: 'endpoint-controller',
    ...(isHeadless(service) ? { 'service.kubernetes.io/headless': '' } : {}),
  };
}

function subsetsOf(seen: ObservedService): readonly JsonObject[] {
  const hasPorts = (seen.service.spec.ports ?? []).length > 0;
  return backendGroups(seen).flatMap(({ ports, backends }: BackendGroup) => {
    // Slices tell of a pod that has none of the ports, Endpoints do not.
    if (hasPorts && ports.length === 0) return [];
    const addresses = (ready: boolean) =>
      backends
        .filter((backend) => backend.ready === ready)
        .map(({ pod }) => ({
          ip: pod.status?.podIP,
          ...hostnameOf(pod, seen.service),
          ...(pod.spec.nodeName === undefined ? {} : { nodeName: pod.spec.nodeName }),
          targetRef: targetReference(pod),
        }));
    const [up, down] = [addresses(true), addresses(false)];
    return [
      {
        ...(up.length > 0 ? { addresses: up } : {}),
        ...(down.length > 0 ? { notReadyAddresses: down } : {}),
        ...(ports.length > 0 ? { ports: ports.map(unnamedToo) } : {}),
      },
    ];
  });
}

/** Endpoints leave an empty name out, EndpointSlices write it. */
function unnamedToo(port: JsonObject): JsonObject {
  const { name, ...rest } = port;
  return name === '' ? rest : port;
}
