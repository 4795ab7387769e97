/** What passes need of the settings, read once per snapshot. */
import type { GlobalProjectRule } from '../../engine/project/effective-project.ts';
import type { Tracking, TrackingMethod } from '../../engine/tracking/tracking.ts';
import type { Installation } from '../../ports/settings.ts';

export interface PassSettings {
  readonly tracking: Tracking;
  readonly inClusterEnabled: boolean;
  readonly globalProjects: readonly GlobalProjectRule[];
}

const METHODS: readonly TrackingMethod[] = ['annotation', 'label', 'annotation+label'];

/** Reads the raw keys; what is missing or no word of ours has Argo CD's default. */
export function readPassSettings(installation: Installation): PassSettings {
  const { cm } = installation.settings;
  const method = METHODS.find((known) => known === cm['application.resourceTrackingMethod']) ?? 'annotation';
  return {
    tracking: {
      method,
      labelKey: cm['application.instanceLabelKey'] || 'app.kubernetes.io/instance',
      installationId: cm['installationID'] ?? '',
    },
    inClusterEnabled: cm['cluster.inClusterEnabled'] !== 'false',
    globalProjects: [],
  };
}
