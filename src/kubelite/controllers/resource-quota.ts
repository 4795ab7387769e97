/** ResourceQuotas: how much of each limit is used. Source: Kubernetes docs, "Resource Quotas". */
import { memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { canonicalQuantity } from '../../kube/quantity/quantity.ts';
import { isFinished } from '../quota/check-quota.ts';
import { chargeOf, countedResource, limitsOf } from '../quota/object-counts.ts';
import { type ClusterReader, type Controller, controllerOf, keyOfObject, onSelf, type Step } from './controller.ts';
import { observed } from './owned-objects.ts';
import { RESOURCE_QUOTAS } from './resources.ts';
import { statusChange } from './status-change.ts';

interface ObservedQuota {
  readonly quota: KubeObject;
  readonly used: Readonly<Record<string, string>>;
}

export const resourceQuotaController: Controller = controllerOf<ObservedQuota>({
  name: 'resource-quota',
  triggers: [
    onSelf(RESOURCE_QUOTAS),
    {
      resource: 'any',
      keys({ type, resource, object }, reader) {
        if (type === 'MODIFIED' && resource.plural !== 'pods' && resource.plural !== 'services') return [];
        const quotas = reader.list(RESOURCE_QUOTAS, object.metadata.namespace ?? '');
        const touched = quotas.filter((quota) => limitsOf(quota).some(([name]) => counts(name, resource)));
        return touched.map((quota) => keyOfObject(RESOURCE_QUOTAS, quota));
      },
    },
  ],
  observe(reader, key) {
    const quota = observed(reader, key);
    return quota && { quota, used: usedOf(reader, quota, key.namespace) };
  },
  step: resourceQuotaStep,
});

function counts(name: string, resource: { readonly group: string; readonly plural: string }): boolean {
  const counted = countedResource(name);
  return counted?.group === resource.group && counted.plural === resource.plural;
}

function usedOf(reader: ClusterReader, quota: KubeObject, namespace: string): Readonly<Record<string, string>> {
  const used = limitsOf(quota).flatMap(([name]): [string, string][] => {
    const resource = countedResource(name);
    if (resource === undefined) return [];
    const objects = reader.list(resource, namespace).filter((it) => resource.plural !== 'pods' || !isFinished(it));
    return [[name, String(objects.reduce((sum, object) => sum + chargeOf(name, resource, object), 0))]];
  });
  return Object.fromEntries(used);
}

export function resourceQuotaStep({ quota, used }: ObservedQuota): Step {
  const hard = memberAt(quota.spec, 'hard');
  const limits = Object.entries(typeof hard === 'object' && hard !== null ? hard : {});
  const canonical = limits.map(([name, limit]) => [name, canonicalQuantity(limit) ?? limit] as const);
  return { actions: statusChange(quota, { hard: Object.fromEntries(canonical), used }) };
}
