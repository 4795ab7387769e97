/** Settings about projects and clusters. */
import { member, textAt } from '../../base/json-value.ts';
import type { GlobalProjectRule } from '../project/effective-project.ts';
import type { ImpersonationSettings } from '../project/service-account.ts';
import { objectsOf } from './setting-shape.ts';
import { type SettingTexts, settingFlag, settingYaml } from './setting-text.ts';

/** `globalProjects`. Throws `settings.invalid`. */
export function globalProjectRules(cm: SettingTexts): readonly GlobalProjectRule[] {
  return objectsOf(settingYaml(cm, 'globalProjects')).map((entry) => ({
    projectName: textAt(entry, 'projectName') ?? '',
    labelSelector: member(entry, 'labelSelector') ?? null,
  }));
}

/** `cluster.inClusterEnabled`: whether Applications may point to the cluster that the installation runs in. */
export function isInClusterEnabled(cm: SettingTexts): boolean {
  return settingFlag(cm, 'cluster.inClusterEnabled', { default: true });
}

/** `application.sync.impersonation.enabled` and `.enforced`. */
export function impersonationSettings(cm: SettingTexts): ImpersonationSettings {
  return {
    enabled: settingFlag(cm, 'application.sync.impersonation.enabled', { default: false }),
    enforced: settingFlag(cm, 'application.sync.impersonation.enforced', { default: true }),
  };
}
