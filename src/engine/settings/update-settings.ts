/** Which changes of live objects are no reason to compare again (features B9). */
import type { IgnoreOptions } from '../compare/ignore/apply-rules.ts';
import type { IgnoreRule } from '../compare/ignore/ignore-rule.ts';
import { systemRules } from '../compare/ignore/system-rules.ts';
import { compareSettings } from './compare-settings.ts';
import { type ResourceOverride, resourceOverrides } from './resource-overrides.ts';
import { textsAt } from './setting-shape.ts';
import { type SettingTexts, settingFlag } from './setting-text.ts';

/**
 * What is ignored, from `resource.customizations.ignoreResourceUpdates` and, unless `resource.compareoptions` says otherwise,
 * from the rules of comparison, those that come along included. Undefined where `resource.ignoreResourceUpdatesEnabled` is off: then every change counts.
 * Throws `settings.invalid`.
 */
export function ignoredUpdates(cm: SettingTexts, parameters: SettingTexts = {}): IgnoreOptions | undefined {
  if (!settingFlag(cm, 'resource.ignoreResourceUpdatesEnabled', { default: true })) return undefined;
  const { options, ignoreDifferencesOnResourceUpdates } = compareSettings(cm, parameters);
  const own = resourceOverrides(cm).flatMap(ruleOf);
  const compared = [...options.ignoreRules, ...systemRules(options.ignoreStatus)];
  const rules = ignoreDifferencesOnResourceUpdates ? [...own, ...compared] : own;
  return { rules, jqTimeout: options.jqTimeout };
}

function ruleOf({ group, kind, ignoreResourceUpdates: written }: ResourceOverride): readonly IgnoreRule[] {
  if (written === null) return [];
  const jsonPointers = textsAt(written, 'jsonPointers') ?? [];
  return [{ group, kind, jsonPointers, jqPathExpressions: textsAt(written, 'jqPathExpressions') ?? [] }];
}
