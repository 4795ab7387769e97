/**
 * One version of one object, immutable, with its encodings. An encoding is made at most once per version and shared by
 * every reader and watcher, which is what lets thousands of watchers cost no more than their sockets.
 */
import { Buffer } from 'node:buffer';
import { parseJson } from '../../base/json/parse.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';

export type ChangeType = 'ADDED' | 'MODIFIED' | 'DELETED';

/** Turns the stored form into that of another served version. Pure; called once per object version. */
export type Conversion = (object: KubeObject, apiVersion: string) => KubeObject;

export class StoredObject {
  readonly version: number;
  readonly name: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly #apiVersion: string;
  readonly #kind: string;
  #object: KubeObject | undefined;
  /** The object as it was read from its bytes, while somebody has it. */
  #read: WeakRef<KubeObject> | undefined;
  /** The JSON text, of an object at rest. */
  #bytes: Buffer | undefined;
  #converted: Map<string, StoredObject> | undefined;
  #text: string | undefined;
  #encodings: Map<string, Buffer> | undefined;

  constructor(object: KubeObject, version: number) {
    this.#object = object;
    this.version = version;
    this.name = object.metadata.name ?? '';
    this.namespace = object.metadata.namespace ?? '';
    this.#apiVersion = object.apiVersion;
    this.#kind = object.kind;
  }

  get object(): KubeObject {
    return this.#object ?? this.#read?.deref() ?? this.#readAgain();
  }

  /** Keeps nothing but the bytes of the text, which is a third of what an object takes. Everything can still be asked. */
  rest(): void {
    if (this.#bytes !== undefined) return;
    this.#bytes = ownBytes(this.text);
    this.#object = undefined;
    this.#text = undefined;
    this.#converted = undefined;
    this.#encodings = undefined;
  }

  #readAgain(): KubeObject {
    // It was an object when its text was made.
    const object = parseJson(this.text) as unknown as KubeObject;
    this.#read = new WeakRef(object);
    return object;
  }

  /** The same object version as another API version shows it. */
  as(apiVersion: string, convert: Conversion): StoredObject {
    if (apiVersion === this.#apiVersion) return this;
    if (this.#bytes !== undefined) return new StoredObject(convert(this.object, apiVersion), this.version);
    this.#converted ??= new Map();
    const known = this.#converted.get(apiVersion);
    if (known) return known;
    const converted = new StoredObject(convert(this.object, apiVersion), this.version);
    this.#converted.set(apiVersion, converted);
    return converted;
  }

  /** The JSON text, type first. */
  get text(): string {
    if (this.#bytes !== undefined) return this.#bytes.toString();
    if (this.#text === undefined) {
      const { kind, apiVersion, ...content } = this.object;
      this.#text = stringifyJson({ kind, apiVersion, ...content });
    }
    return this.#text;
  }

  /** The JSON text without kind and apiVersion, as built-in kinds stand in lists. */
  get itemText(): string {
    const head = `{"kind":${JSON.stringify(this.#kind)},"apiVersion":${JSON.stringify(this.#apiVersion)},`;
    return `{${this.text.slice(head.length)}`;
  }

  /** Bytes derived from this version, made once per key. */
  encoding(key: string, make: () => Buffer): Buffer {
    if (this.#bytes !== undefined) return make();
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

/** Bytes of their own: those of the shared pool would keep their neighbours. */
function ownBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
