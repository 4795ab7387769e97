import { TRACKING_METHODS } from '../../api/enumerations.ts';
import type { Tracking } from '../tracking/tracking.ts';
import { type SettingTexts, settingText } from './setting-text.ts';

export const DEFAULT_INSTANCE_LABEL = 'app.kubernetes.io/instance';

/** How objects are tracked. An unknown method is the default one, `annotation`, as in Argo CD. */
export function trackingSettings(cm: SettingTexts): Tracking {
  const written = settingText(cm, 'application.resourceTrackingMethod').trim();
  const labelKey = settingText(cm, 'application.instanceLabelKey').trim();
  return {
    method: TRACKING_METHODS.find((method) => method === written) ?? 'annotation',
    labelKey: labelKey === '' ? DEFAULT_INSTANCE_LABEL : labelKey,
    installationId: settingText(cm, 'installationID').trim(),
  };
}
