/**
 * Who is owned by whom: object keys by the uids of their owners, and what of the adoptable kinds nobody controls. Kept
 * up to date by the changes of the cluster, so that no step has to look through a namespace.
 */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ClusterAccess, ClusterResource, ServedResource } from './cluster-access.ts';
import type { Dependent, TriggerChange } from './controller.ts';
import { CONTROLLER_REVISIONS, PODS, REPLICA_SETS } from './resources.ts';

/** Kinds whose objects controllers adopt. */
const ADOPTABLE: ReadonlySet<string> = new Set([PODS, REPLICA_SETS, CONTROLLER_REVISIONS].map(shelfOf));

interface Entry {
  readonly resource: ServedResource;
  readonly namespace: string;
  readonly name: string;
  readonly owners: readonly string[];
}

export class OwnerIndex {
  readonly #byOwner = new Map<string, Map<string, Entry>>();
  readonly #entries = new Map<string, Entry>();
  /** By resource and namespace. */
  readonly #free = new Map<string, Map<string, Entry>>();

  /** Notes a change. */
  note(change: TriggerChange): void {
    const entry = entryOf(change.resource, change.object);
    const key = `${entry.resource.group}/${entry.resource.plural}/${entry.namespace}/${entry.name}`;
    if (ADOPTABLE.has(shelfOf(entry.resource))) this.#noteFree(key, entry, isFree(change));
    const before = this.#entries.get(key);
    if (change.type !== 'DELETED' && before !== undefined && sameOwners(before.owners, entry.owners)) return;
    if (before !== undefined) this.#remove(key, before);
    if (change.type !== 'DELETED' && entry.owners.length > 0) this.#add(key, entry);
  }

  /** The present objects that name this owner. */
  dependents(access: Pick<ClusterAccess, 'get'>, uid: string): readonly Dependent[] {
    const found: Dependent[] = [];
    for (const entry of this.#byOwner.get(uid)?.values() ?? []) {
      const object = access.get(entry.resource, entry.namespace, entry.name);
      if (object !== undefined) found.push({ resource: entry.resource, object });
    }
    return found;
  }

  /** The present objects of an adoptable kind that have no controller. */
  uncontrolled(
    access: Pick<ClusterAccess, 'get'>,
    resource: ClusterResource,
    namespace: string,
  ): readonly KubeObject[] {
    const entries = this.#free.get(`${shelfOf(resource)}/${namespace}`)?.values() ?? [];
    return [...entries].flatMap((entry) => access.get(entry.resource, entry.namespace, entry.name) ?? []);
  }

  #noteFree(key: string, entry: Entry, free: boolean): void {
    const shelf = `${shelfOf(entry.resource)}/${entry.namespace}`;
    const here = this.#free.get(shelf) ?? new Map<string, Entry>();
    if (free) this.#free.set(shelf, here.set(key, entry));
    else if (here.delete(key) && here.size === 0) this.#free.delete(shelf);
  }

  #add(key: string, entry: Entry): void {
    this.#entries.set(key, entry);
    for (const owner of entry.owners) {
      const owned = this.#byOwner.get(owner) ?? new Map<string, Entry>();
      owned.set(key, entry);
      this.#byOwner.set(owner, owned);
    }
  }

  #remove(key: string, entry: Entry): void {
    this.#entries.delete(key);
    for (const owner of entry.owners) {
      const owned = this.#byOwner.get(owner);
      owned?.delete(key);
      if (owned?.size === 0) this.#byOwner.delete(owner);
    }
  }
}

function shelfOf({ group, plural }: ClusterResource): string {
  return `${group}/${plural}`;
}

function isFree({ type, object }: TriggerChange): boolean {
  return type !== 'DELETED' && object.metadata.ownerReferences?.some(({ controller }) => controller === true) !== true;
}

function entryOf(resource: ServedResource, object: KubeObject): Entry {
  return {
    resource,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name ?? '',
    owners: (object.metadata.ownerReferences ?? []).map((reference) => reference.uid),
  };
}

function sameOwners(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((uid, index) => uid === right[index]);
}
