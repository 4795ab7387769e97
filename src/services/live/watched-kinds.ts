/** Which of the served kinds are followed: each once, in its preferred version, if it can be listed and watched. Pure. */
import type { ApiResource, Discovery } from '../../ports/kube.ts';

export type IsWatched = (kind: { readonly group: string; readonly kind: string }) => boolean;

/** In the server's order. */
export function watchedKinds(discovery: Discovery, isWatched: IsWatched): readonly ApiResource[] {
  const chosen = new Map<string, ApiResource>();
  for (const resource of discovery.resources) {
    if (!resource.verbs.includes('list') || !resource.verbs.includes('watch')) continue;
    const name = kindName(resource);
    const earlier = chosen.get(name);
    const isPreferred = resource.version === discovery.preferred[resource.group];
    // A kind may be missing in its group's preferred version: the first version that has it is next best.
    if (earlier === undefined || (isPreferred && earlier.version !== resource.version)) chosen.set(name, resource);
  }
  return [...chosen.values()].filter(isWatched);
}

/** The resource of a kind: in this version, else in the version followed, else in any. */
export function resourceOf(
  discovery: Discovery,
  wanted: { readonly group: string; readonly kind: string; readonly version?: string },
): ApiResource | undefined {
  const all = byKind(discovery).get(kindName(wanted)) ?? [];
  if (wanted.version !== undefined) {
    const exact = all.find(({ version }) => version === wanted.version);
    if (exact) return exact;
  }
  return all.find(({ version }) => version === discovery.preferred[wanted.group]) ?? all[0];
}

/** Asked for every object of every pass. */
const BY_KIND = new WeakMap<Discovery, ReadonlyMap<string, readonly ApiResource[]>>();

function byKind(discovery: Discovery): ReadonlyMap<string, readonly ApiResource[]> {
  const known = BY_KIND.get(discovery);
  if (known !== undefined) return known;
  const made = Map.groupBy(discovery.resources, kindName);
  BY_KIND.set(discovery, made);
  return made;
}

export function kindName(kind: { readonly group: string; readonly kind: string }): string {
  return `${kind.group}/${kind.kind}`;
}
