import { type SettingTexts, settingList } from './setting-text.ts';

/** `resource.sensitive.mask.annotations`: annotations of Secrets whose values are hidden like the data. */
export function maskedAnnotations(cm: SettingTexts): readonly string[] {
  return settingList(cm, 'resource.sensitive.mask.annotations');
}
