/** Objects that hold others: anything with a list under `items`, whatever its kind says (A7). */
import { isList, isObject, type Json, type JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { renderFault } from '../render-fault.ts';
import type { FileDocument } from './read-manifests.ts';

/** Fields of the metadata that everything behind the render relies on, with the type that a Kubernetes API asks for. */
const TEXTS = ['name', 'generateName', 'namespace'] as const;
const MAPS = ['labels', 'annotations'] as const;

/**
 * The objects of one document of the file `name`. Throws `render.invalid-manifest` where an item is no object, or where
 * its metadata are of a type by which no object could be told or marked.
 */
export function expandList(name: string, { value, document }: FileDocument): readonly KubeObject[] {
  const items = value['items'];
  if (isList(items)) return items.map((item, index) => itemOf(item, { name, document, item: `items[${index}].` }));
  const holder = items === null && value['spec'] === undefined && value['status'] === undefined;
  return holder ? [] : [asObject(value, { name, document, item: '' })];
}

interface Place {
  readonly name: string;
  readonly document: number;
  /** Path of the object in its document, with a dot behind; empty for the document itself. */
  readonly item: string;
}

function itemOf(item: Json, place: Place): KubeObject {
  if (isObject(item)) return asObject(item, place);
  const message = `Failed to unmarshal ${JSON.stringify(place.name)}: items member is not an object`;
  throw renderFault('render.invalid-manifest', message);
}

/** What is left out is empty. */
function asObject(value: JsonObject, place: Place): KubeObject {
  const { apiVersion, kind, metadata } = value;
  refuseWrongTypes(metadata ?? {}, place);
  const named = typeof apiVersion === 'string' && typeof kind === 'string' && isObject(metadata);
  const object = named ? value : { ...value, ...completed(value) };
  return object as KubeObject;
}

function refuseWrongTypes(metadata: Json, place: Place): void {
  if (!isObject(metadata)) throw wrongType(place, 'metadata', 'an object');
  for (const key of TEXTS) {
    const field = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
    if (typeof (field ?? '') !== 'string') throw wrongType(place, `metadata.${key}`, 'a text (quote it)');
  }
  for (const key of MAPS) {
    const field = Object.hasOwn(metadata, key) ? metadata[key] : undefined;
    if (!isObject(field ?? {})) throw wrongType(place, `metadata.${key}`, 'a map');
  }
}

function wrongType({ name, document, item }: Place, field: string, wanted: string): Error {
  const message = `Failed to unmarshal ${JSON.stringify(name)}: document ${document}: ${item}${field} is not ${wanted}`;
  return renderFault('render.invalid-manifest', message);
}

function completed(value: JsonObject): JsonObject {
  const { apiVersion, kind, metadata } = value;
  return {
    apiVersion: typeof apiVersion === 'string' ? apiVersion : '',
    kind: typeof kind === 'string' ? kind : '',
    metadata: isObject(metadata) ? metadata : {},
  };
}
