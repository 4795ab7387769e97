/** Who is owned by whom: object keys by the uids of their owners, kept up to date by the changes of the cluster. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ClusterAccess, ServedResource } from './cluster-access.ts';
import type { Dependent, TriggerChange } from './controller.ts';

interface Entry {
  readonly resource: ServedResource;
  readonly namespace: string;
  readonly name: string;
  readonly owners: readonly string[];
}

export class OwnerIndex {
  readonly #byOwner = new Map<string, Map<string, Entry>>();
  readonly #entries = new Map<string, Entry>();

  /** Notes a change. */
  note(change: TriggerChange): void {
    const entry = entryOf(change.resource, change.object);
    const key = `${entry.resource.group}/${entry.resource.plural}/${entry.namespace}/${entry.name}`;
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
