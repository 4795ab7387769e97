/** How objects are compared, as the installation sets it (features B5, B6). */
import type { ResourceIgnoreDifferences } from '../../api/application/fields.ts';
import { type Json, member, textAt } from '../../base/json-value.ts';
import { type CompareOptions, DEFAULT_COMPARE_OPTIONS } from '../compare/compare-options.ts';
import type { IgnoreRule } from '../compare/ignore/ignore-rule.ts';
import type { KnownTypeField } from '../compare/known-type-fields.ts';
import { type ResourceOverride, resourceOverrides } from './resource-overrides.ts';
import { objectsOf, textsAt } from './setting-shape.ts';
import { type SettingTexts, settingDuration, settingYaml } from './setting-text.ts';

export interface CompareSettings {
  readonly options: CompareOptions;
  /** Rules of comparison also hold for which changes of live objects are looked at. */
  readonly ignoreDifferencesOnResourceUpdates: boolean;
}

const JQ_TIMEOUT = 'ignore.normalizer.jq.timeout';

/** Options of every comparison in the installation, from argocd-cm and argocd-cmd-params-cm. Throws `settings.invalid`. */
export function compareSettings(cm: SettingTexts, parameters: SettingTexts = {}): CompareSettings {
  const written = settingYaml(cm, 'resource.compareoptions');
  const overrides = resourceOverrides(cm);
  return {
    options: {
      ...DEFAULT_COMPARE_OPTIONS,
      ignoreRules: overrides.flatMap(ignoreRuleOf),
      jqTimeout: settingDuration(parameters, JQ_TIMEOUT, 0) || DEFAULT_COMPARE_OPTIONS.jqTimeout,
      ignoreStatus: ignoredStatus(member(written, 'ignoreResourceStatusField')),
      ignoreAggregatedRoles: member(written, 'ignoreAggregatedRoles') === true,
      knownTypeFields: new Map([...DEFAULT_COMPARE_OPTIONS.knownTypeFields, ...overrides.flatMap(knownTypesOf)]),
    },
    ignoreDifferencesOnResourceUpdates: member(written, 'ignoreDifferencesOnResourceUpdates') !== false,
  };
}

/** The options of one Application: its own rules come first. */
export function compareOptionsOf(
  settings: CompareSettings,
  ignoreDifferences: readonly ResourceIgnoreDifferences[] = [],
): CompareOptions {
  if (ignoreDifferences.length === 0) return settings.options;
  return { ...settings.options, ignoreRules: [...ignoreDifferences, ...settings.options.ignoreRules] };
}

/** `off` is an old word for `none`, and without quotes YAML reads it as false. Anything unknown is the default. */
function ignoredStatus(written: Json | undefined): CompareOptions['ignoreStatus'] {
  if (written === 'crd') return 'crd';
  return written === 'none' || written === 'off' || written === false ? 'none' : 'all';
}

function ignoreRuleOf(override: ResourceOverride): readonly IgnoreRule[] {
  const { group, kind, ignoreDifferences: written } = override;
  if (written === null) return [];
  return [
    {
      group,
      kind,
      jsonPointers: textsAt(written, 'jsonPointers') ?? [],
      jqPathExpressions: textsAt(written, 'jqPathExpressions') ?? [],
      managedFieldsManagers: textsAt(written, 'managedFieldsManagers') ?? [],
    },
  ];
}

function knownTypesOf(override: ResourceOverride): readonly (readonly [string, readonly KnownTypeField[]])[] {
  const fields = objectsOf(override.knownTypeFields).map((entry) => ({
    field: textAt(entry, 'field') ?? '',
    type: textAt(entry, 'type') ?? '',
  }));
  return fields.length === 0 ? [] : [[`${override.group}/${override.kind}`, fields]];
}
