/** APIServices: local ones are available, others can't be: requests are not forwarded. Conditions as in a real cluster. */
import { rfc3339 } from '../../base/clock.ts';
import { isList, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import {
  type Controller,
  controllerOf,
  keyOfObject,
  onSelf,
  type Step,
  type StepContext,
  type Trigger,
} from './controller.ts';
import { observed } from './owned-objects.ts';
import { API_SERVICES, ENDPOINTS, SERVICES } from './resources.ts';
import { statusChange } from './status-change.ts';
import type { Condition } from './workload-types.ts';

export interface ObservedApiService {
  readonly apiService: KubeObject;
  readonly service: KubeObject | undefined;
  readonly endpoints: KubeObject | undefined;
}

export const apiServiceController: Controller = controllerOf<ObservedApiService>({
  name: 'api-service',
  triggers: [onSelf(API_SERVICES), onBackend(SERVICES), onBackend(ENDPOINTS)],
  observe(reader, key) {
    const apiService = observed(reader, key);
    if (apiService === undefined) return undefined;
    const { namespace, name } = backendOf(apiService);
    return {
      apiService,
      service: reader.get(SERVICES, namespace, name),
      endpoints: reader.get(ENDPOINTS, namespace, name),
    };
  },
  step: apiServiceStep,
});

export function apiServiceStep(seen: ObservedApiService, { now }: StepContext): Step {
  const { apiService } = seen;
  const value = availability(seen);
  const conditions = memberAt(apiService.status, 'conditions');
  const known = isList(conditions) ? conditions : [];
  const old = known.find((condition) => memberAt(condition, 'type') === 'Available');
  const since = textAt(old, 'status') === value.status ? textAt(old, 'lastTransitionTime') : undefined;
  const condition: Condition = { type: 'Available', lastTransitionTime: since ?? rfc3339(now), ...value };
  const others = known.filter((present) => present !== old);
  return { actions: statusChange(apiService, { conditions: [...others, condition] }) };
}

function availability({ apiService, service, endpoints }: ObservedApiService) {
  const { namespace, name } = backendOf(apiService);
  if (name === '') {
    return { status: 'True', reason: 'Local', message: 'Local APIServices are always available' };
  }
  if (service === undefined) {
    return { status: 'False', reason: 'ServiceNotFound', message: `service/${name} in "${namespace}" is not present` };
  }
  const subsets = memberAt(endpoints, 'subsets');
  if (!isList(subsets) || !subsets.some((subset) => isList(memberAt(subset, 'addresses')))) {
    const message = `endpoints for service/${name} in "${namespace}" have no addresses`;
    return { status: 'False', reason: 'MissingEndpoints', message };
  }
  const message = `service/${name} in "${namespace}" is simulated: requests are not forwarded to it`;
  return { status: 'False', reason: 'FailedDiscoveryCheck', message };
}

function backendOf(apiService: KubeObject): { readonly namespace: string; readonly name: string } {
  return {
    namespace: textAt(apiService, 'spec', 'service', 'namespace') ?? '',
    name: textAt(apiService, 'spec', 'service', 'name') ?? '',
  };
}

function onBackend(resource: typeof SERVICES | typeof ENDPOINTS): Trigger {
  return {
    resource,
    keys: ({ object }, reader) =>
      reader
        .list(API_SERVICES)
        .filter((apiService) => {
          const { namespace, name } = backendOf(apiService);
          return name === object.metadata.name && namespace === object.metadata.namespace;
        })
        .map((apiService) => keyOfObject(API_SERVICES, apiService)),
  };
}
