/** Health of an Application from its comparison. */

import type { ObjectKey } from '../../../kube/object/kube-object.ts';
import type { ConditionText } from '../../conditions/merge-conditions.ts';
import { applicationHealth, type ResourceHealth } from '../../health/application-health.ts';
import type { Health } from '../../health/health.ts';
import { type HealthOverrides, verdictOn } from '../../health/health-of.ts';
import { isSkipped } from '../../sync/hook.ts';
import { annotationOf } from '../../sync/sync-options.ts';
import type { ComparedResource } from './resource-status.ts';

const IGNORE_HEALTHCHECK = 'argocd.argoproj.io/ignore-healthcheck';

export interface ComparisonHealth {
  readonly health: Health;
  /** By position in the comparison's resources; undefined where nothing judges the kind. */
  readonly resources: readonly (Health | undefined)[];
  /** A ComparisonError where checks of the installation failed (features 0b D8); the comparison itself still holds. */
  readonly conditions: readonly ConditionText[];
}

/** The roll-up, and the health of each resource. Hooks and skipped objects are judged but do not count. */
export function comparisonHealth(
  resources: readonly ComparedResource[],
  app: { readonly namespace: string; readonly name: string },
  overrides?: HealthOverrides,
): ComparisonHealth {
  const verdicts = resources.map(({ live }) => (live === undefined ? undefined : verdictOn(live, overrides)));
  const healths = verdicts.map((verdict) => verdict?.health);
  const counted = resources.flatMap((resource, index): readonly ResourceHealth[] => {
    const { key, live, target, hook } = resource;
    if (hook || (target !== undefined && isSkipped(target)) || (live !== undefined && isSkipped(live))) return [];
    const self =
      key.group === 'argoproj.io' &&
      key.kind === 'Application' &&
      key.namespace === app.namespace &&
      key.name === app.name;
    const ignored = annotationOf(live, IGNORE_HEALTHCHECK) === 'true';
    return [{ key, live: live !== undefined, health: healths[index], ignored, self }];
  });
  const faults = resources.flatMap(({ key }, index) => {
    const fault = verdicts[index]?.fault;
    return fault === undefined ? [] : [faultText(key, fault)];
  });
  return { health: applicationHealth(counted), resources: healths, conditions: faultCondition(faults) };
}

function faultText({ kind, name, namespace }: ObjectKey, fault: string): string {
  return `failed to get resource health for "${kind}" with name "${name}" in namespace "${namespace}": ${fault}`;
}

function faultCondition([first, ...more]: readonly string[]): readonly ConditionText[] {
  if (first === undefined) return [];
  const rest = more.length === 0 ? '' : ` (and ${more.length} more)`;
  return [{ type: 'ComparisonError', message: `error setting app health: ${first}${rest}` }];
}
