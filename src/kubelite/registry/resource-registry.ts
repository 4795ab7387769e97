/** Which resources are served now: the built-in ones and those of CustomResourceDefinitions. */
import type { ResourceDefinition } from './resource-definition.ts';

export class ResourceRegistry {
  readonly #byPath = new Map<string, ResourceDefinition>();
  readonly #byKind = new Map<string, ResourceDefinition>();
  #revision = 0;

  /** Rises with every change; what is derived from the registry is kept per revision. */
  get revision(): number {
    return this.#revision;
  }

  add(definition: ResourceDefinition): void {
    const path = pathKey(definition.group, definition.version, definition.plural);
    this.#byPath.set(path, definition);
    this.#byKind.set(`${definition.apiVersion} ${definition.kind}`, definition);
    this.#revision += 1;
  }

  remove(definition: ResourceDefinition): void {
    this.#byPath.delete(pathKey(definition.group, definition.version, definition.plural));
    this.#byKind.delete(`${definition.apiVersion} ${definition.kind}`);
    this.#revision += 1;
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

  /** The entry whose version is the stored one. */
  stored(group: string, plural: string): ResourceDefinition | undefined {
    const same = this.all().filter((entry) => entry.group === group && entry.plural === plural);
    return same.find((entry) => entry.apiVersion === entry.storedAs) ?? same[0];
  }
}

function pathKey(group: string, version: string, plural: string): string {
  return `${group}/${version}/${plural}`;
}
