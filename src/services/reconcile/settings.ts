/** What passes need of the settings, read once per snapshot. */

import { messageOf } from '../../base/errors.ts';
import { DEFAULT_COMPARE_OPTIONS } from '../../engine/compare/compare-options.ts';
import type { GlobalProjectRule } from '../../engine/project/effective-project.ts';
import type { ImpersonationSettings } from '../../engine/project/service-account.ts';
import { type CompareSettings, compareSettings } from '../../engine/settings/compare-settings.ts';
import { maskedAnnotations } from '../../engine/settings/masked-annotations.ts';
import {
  globalProjectRules,
  impersonationSettings,
  isInClusterEnabled,
} from '../../engine/settings/project-settings.ts';
import { type ReconcileSettings, reconcileSettings } from '../../engine/settings/reconcile-settings.ts';
import { isExcludedResource, type ResourceFilter, resourceFilter } from '../../engine/settings/resource-filter.ts';
import { trackingSettings } from '../../engine/settings/tracking-settings.ts';
import type { Tracking } from '../../engine/tracking/tracking.ts';
import type { Installation } from '../../ports/settings.ts';

interface KindName {
  readonly group: string;
  readonly kind: string;
}

export interface PassSettings {
  readonly tracking: Tracking;
  readonly inClusterEnabled: boolean;
  readonly globalProjects: readonly GlobalProjectRule[];
  readonly impersonation: ImpersonationSettings;
  readonly compare: CompareSettings;
  /** The word of `resource.exclusions` and `resource.inclusions`. */
  readonly isExcluded: (resource: KindName, server: string) => boolean;
  readonly reconcile: ReconcileSettings;
  /** A delay between waves was asked for; without that waves move on events alone. */
  readonly waveDelay: number;
  readonly maskedAnnotations: readonly string[];
  /** Settings that could not be read and stand at their defaults, with the reason. */
  readonly faults: readonly string[];
}

const WAVE_DELAY = 'controller.sync.wave.delay.seconds';

/** Never throws: a setting that cannot be read has its default, and a fault says so. */
export function readPassSettings({ settings }: Installation): PassSettings {
  const { cm, commandParameters } = settings;
  const faults: string[] = [];
  const read = <Value>(work: () => Value, otherwise: Value): Value => {
    try {
      return work();
    } catch (error) {
      faults.push(messageOf(error));
      return otherwise;
    }
  };
  const reconcile = reconcileSettings(cm, commandParameters);
  return {
    tracking: trackingSettings(cm),
    inClusterEnabled: isInClusterEnabled(cm),
    globalProjects: read(() => globalProjectRules(cm), []),
    impersonation: impersonationSettings(cm),
    compare: read(() => compareSettings(cm, commandParameters), {
      options: DEFAULT_COMPARE_OPTIONS,
      ignoreDifferencesOnResourceUpdates: true,
    }),
    isExcluded: remembered(read(() => resourceFilter(cm), { exclusions: [], inclusions: [] })),
    reconcile,
    waveDelay: Object.hasOwn(commandParameters, WAVE_DELAY) ? reconcile.syncWaveDelay : 0,
    maskedAnnotations: maskedAnnotations(cm),
    faults,
  };
}

/** Patterns are tried once per kind and cluster: many objects are of few kinds. */
function remembered(filter: ResourceFilter): PassSettings['isExcluded'] {
  const known = new Map<string, boolean>();
  return (resource, server) => {
    const key = `${resource.group}/${resource.kind} ${server}`;
    const before = known.get(key);
    if (before !== undefined) return before;
    const excluded = isExcludedResource(filter, resource, server);
    known.set(key, excluded);
    return excluded;
  };
}
