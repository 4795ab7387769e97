/** The served resources by group and version, in the order in which clients are to prefer them. */
import type { ResourceDefinition } from '../registry/resource-definition.ts';

export interface ServedVersion {
  readonly version: string;
  readonly resources: readonly ResourceDefinition[];
}

export interface ServedGroup {
  /** Empty for the core group. */
  readonly name: string;
  /** The preferred version first. */
  readonly versions: readonly ServedVersion[];
}

/** Built-in groups keep their order; those of custom resources follow by name, their versions newest first. */
export function groupsOf(resources: readonly ResourceDefinition[]): readonly ServedGroup[] {
  const byGroup = Map.groupBy(resources, ({ group }) => group);
  const groups = [...byGroup].map(([name, entries]) => ({
    name,
    versions: versionsOf(entries),
    custom: isCustom(entries),
  }));
  const builtin = groups.filter(({ custom }) => !custom);
  const custom = groups.filter((group) => group.custom).sort((a, b) => (a.name < b.name ? -1 : 1));
  return [...builtin, ...custom];
}

function isCustom(resources: readonly ResourceDefinition[]): boolean {
  return resources.every(({ custom }) => custom);
}

function versionsOf(resources: readonly ResourceDefinition[]): readonly ServedVersion[] {
  const versions = [...Map.groupBy(resources, ({ version }) => version)].map(([version, entries]) => ({
    version,
    resources: entries,
  }));
  return isCustom(resources) ? versions.sort((a, b) => compareVersions(b.version, a.version)) : versions;
}

const VERSION = /^v(\d+)(?:(alpha|beta)(\d+))?$/;
const STAGES = ['alpha', 'beta', undefined];

/** Kubernetes' order of versions: `v2` > `v1` > `v1beta2` > `v1alpha1` > anything else. */
export function compareVersions(a: string, b: string): number {
  const left = VERSION.exec(a);
  const right = VERSION.exec(b);
  if (!left || !right) return left ? 1 : right ? -1 : a < b ? 1 : a > b ? -1 : 0;
  return (
    STAGES.indexOf(left[2]) - STAGES.indexOf(right[2]) ||
    Number(left[1]) - Number(right[1]) ||
    Number(left[3] ?? 0) - Number(right[3] ?? 0)
  );
}
