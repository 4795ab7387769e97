/** Health of an Application from its comparison. */

import { applicationHealth, type ResourceHealth } from '../../health/application-health.ts';
import type { Health } from '../../health/health.ts';
import { type HealthOverrides, healthOf } from '../../health/health-of.ts';
import { isSkipped } from '../../sync/hook.ts';
import { annotationOf } from '../../sync/sync-options.ts';
import type { ComparedResource } from './resource-status.ts';

const IGNORE_HEALTHCHECK = 'argocd.argoproj.io/ignore-healthcheck';

export interface ComparisonHealth {
  readonly health: Health;
  /** By position in the comparison's resources; undefined where nothing judges the kind. */
  readonly resources: readonly (Health | undefined)[];
}

/** The roll-up, and the health of each resource. Hooks and skipped objects are judged but do not count. */
export function comparisonHealth(
  resources: readonly ComparedResource[],
  app: { readonly namespace: string; readonly name: string },
  overrides?: HealthOverrides,
): ComparisonHealth {
  const healths = resources.map(({ live }) => (live === undefined ? undefined : healthOf(live, overrides)));
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
  return { health: applicationHealth(counted), resources: healths };
}
