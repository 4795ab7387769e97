/** Which resources are served now: the built-in ones and those of CustomResourceDefinitions. */
import type { ResourceDefinition } from './resource-definition.ts';

export class ResourceRegistry {
  readonly #byPath = new Map<string, ResourceDefinition>();
  readonly #byKind = new Map<string, ResourceDefinition>();
  #byShelf: ReadonlyMap<string, ResourceDefinition> | undefined;
  #revision = 0;

  /** Rises with every change; what is derived from the registry is kept per revision. */
  get revision(): number {
    return this.#revision;
  }

  add(definition: ResourceDefinition): void {
    this.#byPath.set(pathKey(definition.group, definition.version, definition.plural), definition);
    this.#byKind.set(`${definition.apiVersion} ${definition.kind}`, definition);
    this.#changed();
  }

  remove(definition: ResourceDefinition): void {
    this.#byPath.delete(pathKey(definition.group, definition.version, definition.plural));
    this.#byKind.delete(`${definition.apiVersion} ${definition.kind}`);
    this.#changed();
  }

  /** The resource of a path, or undefined if it is not served. */
  find(group: string, version: string, plural: string): ResourceDefinition | undefined {
    return this.#byPath.get(pathKey(group, version, plural));
  }

  /** The resource that holds objects of a kind. */
  ofKind(apiVersion: string, kind: string): ResourceDefinition | undefined {
    return this.#byKind.get(`${apiVersion} ${kind}`);
  }

  /** In the order in which they were added. */
  all(): readonly ResourceDefinition[] {
    return [...this.#byPath.values()];
  }

  /** The entry of a shelf whose version is the stored one. */
  ofShelf(shelf: string): ResourceDefinition | undefined {
    return this.#shelves().get(shelf);
  }

  /** The entry of a resource in its stored version, whatever version is asked for elsewhere. */
  stored(group: string, plural: string): ResourceDefinition | undefined {
    return this.#shelves().get(`${group}/${plural}`);
  }

  /** One entry per shelf: every resource whose objects are stored, once. */
  storedOnes(): readonly ResourceDefinition[] {
    return [...this.#shelves().values()];
  }

  #shelves(): ReadonlyMap<string, ResourceDefinition> {
    this.#byShelf ??= shelvesOf(this.all());
    return this.#byShelf;
  }

  #changed(): void {
    this.#revision += 1;
    this.#byShelf = undefined;
  }
}

function shelvesOf(resources: readonly ResourceDefinition[]): ReadonlyMap<string, ResourceDefinition> {
  const shelves = new Map<string, ResourceDefinition>();
  for (const definition of resources.filter(({ verbs }) => verbs.includes('list'))) {
    const isStored = definition.apiVersion === definition.storedAs;
    if (isStored || !shelves.has(definition.shelf)) shelves.set(definition.shelf, definition);
  }
  return shelves;
}

function pathKey(group: string, version: string, plural: string): string {
  return `${group}/${version}/${plural}`;
}
