/** The resources of a build in their order, found by what they are and were called. */
import { kustomizeFault } from '../fault.ts';
import type { Resource } from './resource.ts';
import { idKey, idText, type ResourceId } from './resource-id.ts';

/** Bases of bases double with each layer. */
const MOST = 200_000;

export class ResourceSet {
  private list: Resource[] = [];
  private current: Map<string, Resource[]> | undefined;
  private names: Map<string, Resource[]> | undefined;

  get resources(): readonly Resource[] {
    return this.list;
  }

  get size(): number {
    return this.list.length;
  }

  /** To be called when ids may have changed. */
  changed(): void {
    this.current = undefined;
    this.names = undefined;
  }

  /** Does work on a resource, after which the indexes hold where it is called as before. */
  keepingIndex(resource: Resource, work: () => void): void {
    const { id, originalId } = resource;
    work();
    if (resource.id !== id || resource.originalId !== originalId) this.changed();
  }

  /** Throws where there is one of the same id already. */
  append(resource: Resource): void {
    const index = this.byCurrentId();
    const key = idKey(resource.id);
    if (index.has(key)) {
      throw kustomizeFault(`may not add resource with an already registered id: ${idText(resource.id)}`);
    }
    if (this.list.length >= MOST) throw kustomizeFault(`a build of more than ${MOST} objects is refused`);
    index.set(key, [resource]);
    this.list.push(resource);
    this.names = undefined;
  }

  appendAll(resources: Iterable<Resource>): void {
    for (const resource of resources) this.append(resource);
  }

  replaceAll(resources: readonly Resource[]): void {
    this.list = [...resources];
    this.changed();
  }

  replace(old: Resource, by: Resource): void {
    this.list[this.list.indexOf(old)] = by;
    this.changed();
  }

  withCurrentId(id: ResourceId): readonly Resource[] {
    return this.byCurrentId().get(idKey(id)) ?? [];
  }

  /** Resources that are or were called so. */
  withAnyId(id: ResourceId): readonly Resource[] {
    const key = idKey(id);
    return this.everNamed(id.name).filter((resource) => idsOf(resource).some((each) => idKey(each) === key));
  }

  /** Resources that have or had this name, whatever else they are, in order. */
  everNamed(name: string): readonly Resource[] {
    this.names ??= indexed(this.list, (resource) => new Set(idsOf(resource).map((id) => id.name)));
    return this.names.get(name) ?? [];
  }

  /** Without those that nothing is left of. */
  dropEmpty(): void {
    const kept = this.list.filter((resource) => Object.keys(resource.object).length > 0);
    if (kept.length !== this.list.length) this.replaceAll(kept);
  }

  private byCurrentId(): Map<string, Resource[]> {
    this.current ??= indexed(this.list, (resource) => [idKey(resource.id)]);
    return this.current;
  }
}

/** Past ids and the current one. */
export function idsOf(resource: Resource): readonly ResourceId[] {
  return [...resource.pastIds, resource.id];
}

function indexed(list: readonly Resource[], keys: (resource: Resource) => Iterable<string>): Map<string, Resource[]> {
  const index = new Map<string, Resource[]>();
  for (const resource of list) {
    for (const key of keys(resource)) {
      const found = index.get(key);
      if (found === undefined) index.set(key, [resource]);
      else found.push(resource);
    }
  }
  return index;
}
