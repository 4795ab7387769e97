/** ResourceQuotas: what a namespace may hold and what it holds. Source: Kubernetes docs, "Resource Quotas". */
import { jsonEqual } from '../../base/json-equal.ts';
import { isObject, memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { addLists, readResourceList, wholeOf, writeResourceList } from '../../kube/quantity/resource-list.ts';
import { isMeasuredBy, usageOf } from '../../kube/quota/object-usage.ts';
import { isInScopes } from '../../kube/quota/quota-scopes.ts';
import type { ServedResource } from './cluster-access.ts';
import { type Controller, controllerOf, keyOfObject, type Step, type StepContext, type Trigger } from './controller.ts';
import { observed } from './owned-objects.ts';
import { DEFINITIONS, RESOURCE_QUOTAS } from './resources.ts';
import { statusChange } from './status-change.ts';

export interface ObservedQuota {
  readonly quota: KubeObject;
  /** Objects of the namespace by resource, of those resources that the quota limits. */
  readonly counted: readonly { readonly resource: ServedResource; readonly objects: readonly KubeObject[] }[];
}

/** Kinds whose changes may change what they use; all others count from creation to deletion. */
const CHANGING: ReadonlySet<string> = new Set(['pods', 'services', 'persistentvolumeclaims']);

export const resourceQuotaController: Controller = controllerOf<ObservedQuota>({
  name: 'resource-quota',
  triggers: [onNewLimits(), onCountedObjects(), onNewKinds()],
  observe(reader, key) {
    const quota = observed(reader, key);
    if (quota === undefined) return undefined;
    const names = hardNames(quota);
    const counted = reader
      .resources()
      .filter((resource) => resource.namespaced && names.some((name) => isMeasuredBy(resource, name)))
      .map((resource) => ({ resource, objects: reader.list(resource, key.namespace) }));
    return { quota, counted };
  },
  step: resourceQuotaStep,
});

/** Writes `status.hard` and `status.used`. Names that no served kind is measured by stay out of `used`. */
export function resourceQuotaStep({ quota, counted }: ObservedQuota, { now }: StepContext): Step {
  const names = hardNames(quota);
  let used: ReturnType<typeof readResourceList> = new Map();
  for (const { resource, objects } of counted) {
    const own = names.filter((name) => isMeasuredBy(resource, name));
    used = addLists(used, new Map(own.map((name) => [name, wholeOf(0)])));
    for (const object of objects) {
      if (!isInScopes(quota, resource, object)) continue;
      const usage = usageOf(resource, object, now);
      used = addLists(used, new Map([...usage].filter(([name]) => own.includes(name))));
    }
  }
  const hard = writeResourceList(readResourceList(memberAt(quota, 'spec', 'hard')));
  return { actions: statusChange(quota, { hard, used: writeResourceList(used) }) };
}

function hardNames(quota: KubeObject): readonly string[] {
  const hard = memberAt(quota, 'spec', 'hard');
  return isObject(hard) ? Object.keys(hard) : [];
}

/** What is charged to a quota is no reason to count anew, which would make every creation cost as much as all before it. */
function onNewLimits(): Trigger {
  return {
    resource: RESOURCE_QUOTAS,
    keys: ({ object }) => {
      const [wanted, known] = ['spec', 'status'].map((part) => readResourceList(memberAt(object, part, 'hard')));
      const same = jsonEqual(writeResourceList(wanted ?? new Map()), writeResourceList(known ?? new Map()));
      const counted = memberAt(object, 'status', 'used') !== undefined;
      return same && counted ? [] : [keyOfObject(RESOURCE_QUOTAS, object)];
    },
  };
}

/** A quota may limit a kind before there is one; until it is counted, admission refuses its objects. */
function onNewKinds(): Trigger {
  return {
    resource: DEFINITIONS,
    keys: (_change, reader) => reader.list(RESOURCE_QUOTAS).map((quota) => keyOfObject(RESOURCE_QUOTAS, quota)),
  };
}

/** Admission counts what comes; what goes, or changes by itself, is counted anew. */
function onCountedObjects(): Trigger {
  return {
    resource: 'any',
    keys: ({ type, resource, object }, reader) => {
      if (!resource.namespaced || type === 'ADDED' || (type === 'MODIFIED' && !CHANGING.has(resource.plural)))
        return [];
      const { namespace } = object.metadata;
      if (namespace === undefined) return [];
      return reader
        .list(RESOURCE_QUOTAS, namespace)
        .filter((quota) => hardNames(quota).some((name) => isMeasuredBy(resource, name)))
        .map((quota) => keyOfObject(RESOURCE_QUOTAS, quota));
    },
  };
}
