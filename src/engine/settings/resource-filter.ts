/** Which kinds are looked at in which cluster (features B8). */
import { matchesGlob } from '../../base/glob/glob.ts';
import type { Json } from '../../base/json-value.ts';
import { objectsOf, textsAt } from './setting-shape.ts';
import { type SettingTexts, settingText, settingYaml } from './setting-text.ts';

/** An absent or empty list of groups or clusters is any; kinds likewise. All are globs. */
export interface ResourceFilterEntry {
  readonly apiGroups: readonly string[];
  readonly kinds: readonly string[];
  readonly clusters: readonly string[];
}

export interface ResourceFilter {
  readonly exclusions: readonly ResourceFilterEntry[];
  /** None for a cluster: everything in it. */
  readonly inclusions: readonly ResourceFilterEntry[];
}

/** Never looked at, whatever the settings say. */
const ALWAYS_EXCLUDED: readonly ResourceFilterEntry[] = [
  { apiGroups: ['events.k8s.io', 'metrics.k8s.io'], kinds: [], clusters: [] },
  { apiGroups: [''], kinds: ['Event'], clusters: [] },
  { apiGroups: ['coordination.k8s.io'], kinds: ['Lease'], clusters: [] },
];

/** `resource.exclusions` and `resource.inclusions`. Throws `settings.invalid`. */
export function resourceFilter(cm: SettingTexts): ResourceFilter {
  return {
    exclusions: entriesOf(settingYaml(cm, 'resource.exclusions')),
    inclusions: entriesOf(settingYaml(cm, 'resource.inclusions')),
  };
}

/** True where a kind is not looked at: excluded, or not included where there are inclusions for that cluster. Exclusions win. */
export function isExcludedResource(
  filter: ResourceFilter,
  resource: { readonly group: string; readonly kind: string },
  server: string,
): boolean {
  const matches = (entry: ResourceFilterEntry) => matchesEntry(entry, resource, server);
  if (ALWAYS_EXCLUDED.some(matches) || filter.exclusions.some(matches)) return true;
  const inclusions = filter.inclusions.filter(({ clusters }) => fits(clusters, server));
  return inclusions.length > 0 && !inclusions.some(matches);
}

function entriesOf(value: Json): readonly ResourceFilterEntry[] {
  return objectsOf(value).map((entry) => ({
    apiGroups: textsAt(entry, 'apiGroups') ?? [],
    kinds: textsAt(entry, 'kinds') ?? [],
    clusters: textsAt(entry, 'clusters') ?? [],
  }));
}

function matchesEntry(
  entry: ResourceFilterEntry,
  resource: { readonly group: string; readonly kind: string },
  server: string,
): boolean {
  return fits(entry.apiGroups, resource.group) && fits(entry.kinds, resource.kind) && fits(entry.clusters, server);
}

function fits(patterns: readonly string[], text: string): boolean {
  return patterns.length === 0 || patterns.some((pattern) => matchesGlob(pattern, text));
}

/** `resource.respectRBAC`: what becomes of kinds that the credentials of a cluster may not list. Anything else is the empty text. */
export function respectRbac(cm: SettingTexts): '' | 'normal' | 'strict' {
  const text = settingText(cm, 'resource.respectRBAC').trim();
  return text === 'normal' || text === 'strict' ? text : '';
}
