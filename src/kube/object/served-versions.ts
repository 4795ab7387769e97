/** What a cluster serves, as templates ask for it. */
import { joinApiVersion } from './kube-object.ts';

interface Served {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
}

/** By list of resources, which stays the same until a cluster serves others. */
const KNOWN = new WeakMap<readonly Served[], readonly string[]>();

/** `group/version` and `group/version/Kind` of everything served, in order. */
export function servedVersions(resources: readonly Served[]): readonly string[] {
  const known = KNOWN.get(resources) ?? versionsOf(resources);
  KNOWN.set(resources, known);
  return known;
}

function versionsOf(resources: readonly Served[]): readonly string[] {
  const versions = new Set<string>();
  for (const { group, version, kind } of resources) {
    const apiVersion = joinApiVersion(group, version);
    versions.add(apiVersion);
    versions.add(`${apiVersion}/${kind}`);
  }
  return [...versions].sort();
}
