/** Which objects an object can see: those of its namespace, those outside namespaces, and what a binding names besides. */
import { isClusterScoped } from '../object/kind.ts';
import type { Resource } from '../object/resource.ts';
import { effectiveNamespace } from '../object/resource-id.ts';
import type { ResourceSet } from '../object/resource-set.ts';

/** Few enough to be looked at one by one. */
const FEW = 16;

/** Of one moment of a build: ids may not change while it is asked. */
export class Places {
  private readonly set: ResourceSet;
  /** By today's namespace those in which objects began. */
  private origins: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  /** Many objects of one name, by namespace; null where some are seen from everywhere. */
  private readonly cut = new Map<string, ReadonlyMap<string, readonly Resource[]> | null>();

  constructor(set: ResourceSet) {
    this.set = set;
  }

  /** Objects that have or had a name and that the referrer sees, in order. */
  named(name: string, referrer: Resource, visible: ReadonlySet<string>): readonly Resource[] {
    const all = this.set.everNamed(name);
    if (all.length === 0 || isClusterScoped(referrer.gvk)) return all;
    const namespace = effectiveNamespace(referrer.id);
    const cut = all.length <= FEW || visible.size > 0 ? null : this.cutOf(name, all);
    if (cut === null) return all.filter((each) => isSeen(each, namespace, visible));
    return cut.get(namespace) ?? [];
  }

  private cutOf(name: string, all: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> | null {
    const known = this.cut.get(name);
    if (known !== undefined) return known;
    const isCommon = all.some((each) => isClusterScoped(each.gvk));
    const cut = isCommon ? null : Map.groupBy(all, (each) => effectiveNamespace(each.id));
    this.cut.set(name, cut);
    return cut;
  }

  /** Whether any object that the referrer sees began in a namespace. */
  hasOriginal(namespace: string, referrer: Resource, visible: ReadonlySet<string>): boolean {
    this.origins ??= originsOf(this.set.resources);
    if (isClusterScoped(referrer.gvk)) return [...this.origins.values()].some((began) => began.has(namespace));
    const places = [effectiveNamespace(referrer.id), ...visible];
    return places.some((place) => this.origins?.get(place)?.has(namespace));
  }
}

function isSeen(resource: Resource, namespace: string, visible: ReadonlySet<string>): boolean {
  if (isClusterScoped(resource.gvk)) return true;
  return effectiveNamespace(resource.id) === namespace || visible.has(resource.namespace);
}

function originsOf(resources: readonly Resource[]): ReadonlyMap<string, ReadonlySet<string>> {
  const origins = new Map<string, Set<string>>();
  for (const resource of resources) {
    if (isClusterScoped(resource.gvk)) continue;
    const namespace = effectiveNamespace(resource.id);
    const began = origins.get(namespace) ?? new Set();
    origins.set(namespace, began.add(effectiveNamespace(resource.originalId)));
  }
  return origins;
}
