/** The objects of one kind by namespace and name. */
import type { Entry } from './record-store.ts';

export class KindRecords {
  readonly #namespaces = new Map<string, Map<string, Entry>>();

  get(namespace: string, name: string): Entry | undefined {
    return this.#namespaces.get(namespace)?.get(name);
  }

  set(entry: Entry): void {
    const { namespace, name } = entry.record.key;
    const names = this.#namespaces.get(namespace) ?? new Map<string, Entry>();
    this.#namespaces.set(namespace, names);
    names.set(name, entry);
  }

  delete(namespace: string, name: string): void {
    const names = this.#namespaces.get(namespace);
    names?.delete(name);
    if (names?.size === 0) this.#namespaces.delete(namespace);
  }

  *all(): IterableIterator<Entry> {
    for (const names of this.#namespaces.values()) yield* names.values();
  }

  *inNamespace(namespace: string): IterableIterator<Entry> {
    yield* this.#namespaces.get(namespace)?.values() ?? [];
  }

  get size(): number {
    let size = 0;
    for (const names of this.#namespaces.values()) size += names.size;
    return size;
  }
}
