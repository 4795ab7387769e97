/** ConfigMaps and Secrets made from literals and files. */
import { compareBytes, sortedKeys } from '../../../base/json/byte-order.ts';
import { explained, kustomizeFault } from '../fault.ts';
import type { Folder } from '../files/folder.ts';
import { type NodeMap, put } from '../object/node.ts';
import { noteOpenKey } from '../object/notes.ts';
import { type Behavior, Resource } from '../object/resource.ts';
import { type KeyValueSources, type Pair, readPairs } from './key-values.ts';

export interface GeneratorOptions {
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly disableNameSuffixHash?: boolean;
  readonly immutable?: boolean;
}

export interface MapArguments extends KeyValueSources {
  readonly name?: string;
  readonly namespace?: string;
  readonly behavior?: string;
  readonly options?: GeneratorOptions;
  /** Of a Secret. */
  readonly type?: string;
}

/** A resource that takes a hash of its content into its name, unless it is told not to. */
export function generatedMap(kind: 'ConfigMap' | 'Secret', folder: Folder, args: MapArguments): Resource {
  const { name = '', namespace = '', options = {} } = args;
  if (name === '') throw kustomizeFault('a configmap must have a name');
  const object: NodeMap = { apiVersion: 'v1', kind, metadata: { name, ...(namespace === '' ? {} : { namespace }) } };
  if (kind === 'Secret') object['type'] = args.type || 'Opaque';
  Object.assign(object, kind === 'Secret' ? secretData(checked(folder, args)) : configMapData(checked(folder, args)));
  addOptions(object, options);
  const resource = new Resource(object);
  resource.needsHash = options.disableNameSuffixHash !== true;
  resource.isGenerated = true;
  resource.behavior = behaviorOf(args.behavior ?? '');
  return resource;
}

function behaviorOf(text: string): Behavior {
  return text === 'create' || text === 'merge' || text === 'replace' ? text : 'unspecified';
}

function checked(folder: Folder, args: MapArguments): readonly Pair[] {
  const pairs = explained('loading KV pairs', () => readPairs(folder, args));
  const known = new Set<string>();
  for (const { key } of pairs) {
    if (known.has(key)) throw kustomizeFault(`configmap ${args.name ?? ''} illegally repeats the key \`${key}\``);
    known.add(key);
  }
  return [...pairs].sort((left, right) => compareBytes(left.key, right.key));
}

function configMapData(pairs: readonly Pair[]): NodeMap {
  const data: NodeMap = {};
  const binaryData: NodeMap = {};
  for (const { key, value } of pairs) {
    const text = textOf(value);
    if (text === undefined) putOpen(binaryData, key, wrappedBase64(value));
    else putOpen(data, key, text);
  }
  return {
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...(Object.keys(binaryData).length > 0 ? { binaryData } : {}),
  };
}

/** Undefined for what is no UTF-8. */
function textOf(value: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(value);
  } catch {
    return undefined;
  }
}

function secretData(pairs: readonly Pair[]): NodeMap {
  const data: NodeMap = {};
  for (const { key, value } of pairs) putOpen(data, key, wrappedBase64(value));
  return { data };
}

/** With a key that is nothing but its text. */
function putOpen(map: NodeMap, key: string, value: string): void {
  put(map, key, value);
  noteOpenKey(map, key);
}

/** Lines of 70 characters where it is longer than one. */
function wrappedBase64(value: Uint8Array): string {
  const text = Buffer.from(value).toString('base64');
  return text.length <= 70 ? text : (text.match(/.{1,70}/g) ?? []).map((line) => `${line}\n`).join('');
}

function addOptions(object: NodeMap, { labels = {}, annotations = {}, immutable }: GeneratorOptions): void {
  const metadata = object['metadata'] as NodeMap;
  for (const [name, pairs] of [
    ['labels', labels],
    ['annotations', annotations],
  ] as const) {
    const keys = sortedKeys(pairs);
    if (keys.length === 0) continue;
    const map: NodeMap = {};
    for (const key of keys) putOpen(map, key, pairs[key] ?? '');
    metadata[name] = map;
  }
  if (immutable) object['immutable'] = true;
}

/** What a generator says for all, completed by what one map says for itself. */
export function mergedOptions(own: GeneratorOptions | undefined, all: GeneratorOptions | undefined): GeneratorOptions {
  return {
    labels: { ...all?.labels, ...own?.labels },
    annotations: { ...all?.annotations, ...own?.annotations },
    disableNameSuffixHash: own?.disableNameSuffixHash || all?.disableNameSuffixHash || false,
    immutable: own?.immutable || all?.immutable || false,
  };
}
