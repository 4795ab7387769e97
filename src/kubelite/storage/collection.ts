/** The live objects of one stored resource, by namespace and name, in the order of their keys. */
import { SortedNames } from './sorted-names.ts';
import type { StoredObject } from './stored-object.ts';

interface NamespaceIndex {
  readonly names: SortedNames;
  readonly objects: Map<string, StoredObject>;
}

export class Collection {
  readonly #namespaces = new Map<string, NamespaceIndex>();
  /** Each with the slash that follows it in keys: `a-b/` comes before `a/`. */
  readonly #order = new SortedNames();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): StoredObject | undefined {
    return this.#namespaces.get(namespace)?.objects.get(name);
  }

  put(stored: StoredObject): void {
    const index = this.#indexOf(stored.namespace);
    if (!index.objects.has(stored.name)) {
      index.names.add(stored.name);
      this.#size += 1;
    }
    index.objects.set(stored.name, stored);
  }

  remove(namespace: string, name: string): void {
    const index = this.#namespaces.get(namespace);
    if (!index?.objects.delete(name)) return;
    index.names.remove(name);
    this.#size -= 1;
    if (index.objects.size > 0) return;
    this.#namespaces.delete(namespace);
    this.#order.remove(`${namespace}/`);
  }

  /** All objects of a namespace, or of every namespace where none is given. */
  *values(namespace?: string): Generator<StoredObject> {
    for (const each of namespace === undefined ? this.#order : [`${namespace}/`]) {
      const index = this.#namespaces.get(each.slice(0, -1));
      if (!index) continue;
      for (const name of index.names) {
        const stored = index.objects.get(name);
        if (stored) yield stored;
      }
    }
  }

  #indexOf(namespace: string): NamespaceIndex {
    const known = this.#namespaces.get(namespace);
    if (known) return known;
    const index = { names: new SortedNames(), objects: new Map<string, StoredObject>() };
    this.#namespaces.set(namespace, index);
    this.#order.add(`${namespace}/`);
    return index;
  }
}
