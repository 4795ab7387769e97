/**
 * One version of one object, immutable, with its encodings. An encoding is made at most once per version and shared by
 * every reader and watcher, which is what lets thousands of watchers cost no more than their sockets.
 */
import { stringifyJson } from '../../base/json/stringify.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** Turns the stored form into that of another served version. Pure; called once per object version. */
export type Conversion = (object: KubeObject, apiVersion: string) => KubeObject;

export class StoredObject {
  readonly object: KubeObject;
  readonly version: number;
  #converted: Map<string, StoredObject> | undefined;
  #text: string | undefined;
  #encodings: Map<string, Buffer> | undefined;

  constructor(object: KubeObject, version: number) {
    this.object = object;
    this.version = version;
  }

  get name(): string {
    return this.object.metadata.name ?? '';
  }

  /** Empty for cluster-scoped objects. */
  get namespace(): string {
    return this.object.metadata.namespace ?? '';
  }

  /** The same object version as another API version shows it. */
  as(apiVersion: string, convert: Conversion): StoredObject {
    if (apiVersion === this.object.apiVersion) return this;
    this.#converted ??= new Map();
    const known = this.#converted.get(apiVersion);
    if (known) return known;
    const converted = new StoredObject(convert(this.object, apiVersion), this.version);
    this.#converted.set(apiVersion, converted);
    return converted;
  }

  /** The JSON text, type first. */
  get text(): string {
    const { kind, apiVersion, ...content } = this.object;
    this.#text ??= stringifyJson({ kind, apiVersion, ...content });
    return this.#text;
  }

  /** The JSON text without kind and apiVersion, as built-in kinds stand in lists. */
  get itemText(): string {
    const { kind, apiVersion } = this.object;
    return `{${this.text.slice(`{"kind":${JSON.stringify(kind)},"apiVersion":${JSON.stringify(apiVersion)},`.length)}`;
  }

  /** Bytes derived from this version, made once per key. */
  encoding(key: string, make: () => Buffer): Buffer {
    this.#encodings ??= new Map();
    const known = this.#encodings.get(key);
    if (known) return known;
    const made = make();
    this.#encodings.set(key, made);
    return made;
  }

  /** The line a watch sends for this version. */
  line(type: ChangeType): Buffer {
    return this.encoding(type, () => Buffer.from(`{"type":"${type}","object":${this.text}}\n`));
  }
}
