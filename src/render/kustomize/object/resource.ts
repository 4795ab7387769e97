/** An object on its way through a build, with what is remembered of it besides its content. */

import { type Gvk, gvkFrom } from './kind.ts';
import { at, copyOf, isMap, lookUp, mapAt, type Node, type NodeMap, put, scalarText } from './node.ts';
import { effectiveNamespace, type ResourceId } from './resource-id.ts';
import { copiedShared, type SharedPair } from './shared-pairs.ts';

export type Behavior = 'unspecified' | 'create' | 'merge' | 'replace';

/** Where an object came from, as `buildMetadata` writes it. */
export interface Origin {
  readonly path?: string;
  readonly repo?: string;
  readonly ref?: string;
  readonly configuredIn?: string;
  readonly configuredBy?: Readonly<Record<string, string>>;
}

const NO_MEMORY = {
  past: [],
  prefixes: [],
  suffixes: [],
  needsHash: false,
  isGenerated: false,
  behavior: 'unspecified',
  origin: undefined,
  transformations: [],
  fromHelm: false,
} as const;

interface PastId {
  readonly name: string;
  readonly namespace: string;
  readonly kind: string;
}

export class Resource {
  object: NodeMap;
  /** What it was called before, first names first. */
  past: readonly PastId[] = [];
  prefixes: readonly string[] = [];
  suffixes: readonly string[] = [];
  needsHash = false;
  isGenerated = false;
  behavior: Behavior = 'unspecified';
  /** As a patch: it may rename, or change the kind of, what it patches. */
  allowNameChange = false;
  allowKindChange = false;
  /** Names of vars that read from it. */
  variables: readonly string[] = [];
  origin: Origin | undefined;
  transformations: readonly Origin[] = [];
  fromHelm = false;
  /** Pairs that change together. */
  shared: readonly SharedPair[] = [];

  private knownGvk: { readonly apiVersion: string; readonly gvk: Gvk } | undefined;
  private knownId: { readonly gvk: Gvk; readonly id: ResourceId } | undefined;
  private knownPast:
    | { readonly gvk: Gvk; readonly past: readonly PastId[]; readonly ids: readonly ResourceId[] }
    | undefined;

  constructor(object: NodeMap) {
    this.object = object;
  }

  get apiVersion(): string {
    return scalarText(at(this.object, 'apiVersion'));
  }

  get kind(): string {
    return scalarText(at(this.object, 'kind'));
  }

  get name(): string {
    return scalarText(lookUp(this.object, 'metadata', 'name'));
  }

  get namespace(): string {
    return scalarText(lookUp(this.object, 'metadata', 'namespace'));
  }

  get gvk(): Gvk {
    const { apiVersion, kind } = this;
    const known = this.knownGvk;
    if (known?.apiVersion === apiVersion && known.gvk.kind === kind) return known.gvk;
    const gvk = gvkFrom(apiVersion, kind);
    this.knownGvk = { apiVersion, gvk };
    return gvk;
  }

  get id(): ResourceId {
    const { gvk, name, namespace } = this;
    const known = this.knownId;
    if (known?.gvk === gvk && known.id.name === name && known.id.namespace === namespace) return known.id;
    const { group, version, kind } = gvk;
    const id = { group, version, kind, name, namespace };
    this.knownId = { gvk, id };
    return id;
  }

  /** Earlier ids, oldest first, in today's group and version. */
  get pastIds(): readonly ResourceId[] {
    const { gvk, past } = this;
    const known = this.knownPast;
    if (known?.gvk === gvk && known.past === past) return known.ids;
    const { group, version } = gvk;
    const ids = past.map(({ kind, name, namespace }) => ({ group, version, kind, name, namespace }));
    this.knownPast = { gvk, past, ids };
    return ids;
  }

  get originalId(): ResourceId {
    return this.pastIds[0] ?? this.id;
  }

  get annotations(): NodeMap {
    const found = lookUp(this.object, 'metadata', 'annotations');
    return isMap(found) ? found : {};
  }

  get labels(): NodeMap {
    const found = lookUp(this.object, 'metadata', 'labels');
    return isMap(found) ? found : {};
  }

  /** Kustomize keeps what it remembers among the annotations; with them it goes. */
  get hasMemory(): boolean {
    const { past, prefixes, suffixes, transformations } = this;
    const lists = [past, prefixes, suffixes, transformations];
    return lists.some((list) => list.length > 0) || this.isGenerated || this.fromHelm || this.origin !== undefined;
  }

  forget(): void {
    Object.assign(this, NO_MEMORY);
  }

  rememberId(): void {
    const { name, kind } = this.id;
    const namespace = effectiveNamespace(this.id);
    const last = this.past.at(-1);
    // What it was called twice in a row says nothing new.
    if (last?.name === name && last.kind === kind && last.namespace === namespace) return;
    this.past = [...this.past, { name, namespace, kind }];
  }

  setName(name: string): void {
    put(mapAt(this.object, 'metadata'), 'name', name);
  }

  /** Nothing is written for the empty text. */
  setNamespace(namespace: string): void {
    if (namespace !== '') put(mapAt(this.object, 'metadata'), 'namespace', namespace);
    else {
      const metadata = at(this.object, 'metadata');
      if (isMap(metadata)) delete metadata['namespace'];
    }
  }

  setKind(kind: string): void {
    put(this.object, 'kind', kind);
  }

  setAnnotation(name: string, value: string): void {
    put(mapAt(mapAt(this.object, 'metadata'), 'annotations'), name, value);
  }

  /** Takes an annotation away, and the whole map with the last one. */
  removeAnnotation(name: string): void {
    const annotations = lookUp(this.object, 'metadata', 'annotations');
    if (!isMap(annotations) || !Object.hasOwn(annotations, name)) return;
    delete annotations[name];
    const metadata = at(this.object, 'metadata');
    if (Object.keys(annotations).length === 0 && isMap(metadata)) delete metadata['annotations'];
  }

  copy(): Resource {
    const copy = new Resource(copyOf(this.object as Node) as NodeMap);
    const shared = copiedShared(this.shared, this.object, copy.object);
    return Object.assign(copy, { ...this, object: copy.object, shared });
  }
}
