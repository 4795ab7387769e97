/**
 * One version of one object, immutable. Its JSON text is made once, as bytes, and shared by answers, lists, watches and the
 * journal. The object itself is kept while it is in use and made from the bytes again when it is asked for later.
 */
import { Buffer } from 'node:buffer';
import { parseJson } from '../../base/json/parse.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { KubeObject, ObjectMeta } from '../../kube/object/kube-object.ts';
import type { AwakeObjects } from './awake-objects.ts';

/** Turns the stored form into that of another served version. Pure. */
export type Conversion = (object: KubeObject, apiVersion: string) => KubeObject;

export class StoredObject {
  readonly version: number;
  readonly name: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly apiVersion: string;
  readonly kind: string;
  /** Always at hand, as most selections are by labels. */
  readonly labels: ObjectMeta['labels'];
  #object: KubeObject | undefined;
  #bytes: Buffer | undefined;
  /** Who is told when the object is made again. */
  #home: AwakeObjects | undefined;
  #converted: Map<string, StoredObject> | undefined;

  /** `bytes`, where they are at hand: the object's JSON text, type first, with a line end. */
  constructor(object: KubeObject, version: number, bytes?: Buffer) {
    this.#object = object;
    this.#bytes = bytes;
    this.version = version;
    this.name = object.metadata.name ?? '';
    this.namespace = object.metadata.namespace ?? '';
    this.apiVersion = object.apiVersion;
    this.kind = object.kind;
    this.labels = object.metadata.labels;
  }

  /** The object, which stays awake for a while where its store is told of it. */
  get object(): KubeObject {
    if (this.#object !== undefined) return this.#object;
    const object = this.peek();
    if (this.#home === undefined) return object;
    this.#object = object;
    this.#home.add(this);
    return object;
  }

  /** The object for one look, as those need who go through many. */
  peek(): KubeObject {
    // It was an object when its bytes were made.
    return this.#object ?? (parseJson(this.bytes.toString()) as unknown as KubeObject);
  }

  /** The JSON text, type first, and a line end. */
  get bytes(): Buffer {
    this.#bytes ??= ownBytes(textOf(this.peek()));
    return this.#bytes;
  }

  /** Keeps nothing but the bytes, which are a third of what an object takes; `home` is told when it is an object again. */
  rest(home: AwakeObjects): void {
    this.#bytes ??= this.bytes;
    this.#object = undefined;
    this.#converted = undefined;
    this.#home = home;
  }

  /** The same object version as another API version shows it. */
  as(apiVersion: string, convert: Conversion): StoredObject {
    if (apiVersion === this.apiVersion) return this;
    if (this.#object === undefined) return new StoredObject(convert(this.peek(), apiVersion), this.version);
    this.#converted ??= new Map();
    const known = this.#converted.get(apiVersion);
    if (known) return known;
    const converted = new StoredObject(convert(this.#object, apiVersion), this.version);
    this.#converted.set(apiVersion, converted);
    return converted;
  }
}

function textOf({ kind, apiVersion, ...content }: KubeObject): string {
  return `${stringifyJson({ kind, apiVersion, ...content })}\n`;
}

/** Bytes of their own: those of the shared pool would keep their neighbours. */
function ownBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
  bytes.write(text);
  return bytes;
}
