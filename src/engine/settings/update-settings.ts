/** Which changes of live objects are no reason to compare again (features B9). */
import type { IgnoreRule } from '../compare/ignore/ignore-rule.ts';
import { resourceOverrides } from './resource-overrides.ts';
import { textsAt } from './setting-shape.ts';
import { type SettingTexts, settingFlag } from './setting-text.ts';

export interface UpdateSettings {
  readonly enabled: boolean;
  readonly rules: readonly IgnoreRule[];
}

/** `resource.ignoreResourceUpdatesEnabled` and the rules of kinds. Throws `settings.invalid`. */
export function updateSettings(cm: SettingTexts): UpdateSettings {
  const rules = resourceOverrides(cm).flatMap(
    ({ group, kind, ignoreResourceUpdates: written }): readonly IgnoreRule[] =>
      written === null
        ? []
        : [
            {
              group,
              kind,
              jsonPointers: textsAt(written, 'jsonPointers') ?? [],
              jqPathExpressions: textsAt(written, 'jqPathExpressions') ?? [],
            },
          ],
  );
  return { enabled: settingFlag(cm, 'resource.ignoreResourceUpdatesEnabled', { default: true }), rules };
}
