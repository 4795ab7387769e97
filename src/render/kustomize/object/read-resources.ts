/** Resources from the text of a file. */
import type { Json } from '../../../base/json-value.ts';
import { readDocuments } from '../../../lang/yaml/read.ts';
import { kustomizeFault } from '../fault.ts';
import { at, copyOf, isMap, isSequence, lookUp, type Node, scalarText } from './node.ts';
import { Resource } from './resource.ts';

/** All objects of a text, lists spread out. Throws for what is no object of Kubernetes. */
export function resourcesFromText(text: string): readonly Resource[] {
  const objects: Node[] = [];
  for (const { value } of readDocuments(text, { profile: 'yaml3' })) objects.push(copyOf(value as Json));
  return resourcesFromNodes(objects);
}

export function resourcesFromNodes(objects: readonly Node[]): readonly Resource[] {
  return objects.filter((object) => !isNothing(object)).flatMap((object) => spread(checked(object)));
}

function isNothing(object: Node): boolean {
  return object === null || (typeof object === 'object' && Object.keys(object).length === 0);
}

function checked(object: Node): Resource {
  if (!isMap(object)) throw kustomizeFault('missing metadata.name in object');
  const resource = new Resource(object);
  if (resource.kind === '') throw kustomizeFault(`missing Resource metadata`);
  const isListKind = resource.kind.endsWith('List');
  if (!isListKind && scalarText(lookUp(object, 'metadata', 'name')) === '') {
    throw kustomizeFault(`missing metadata.name in object ${JSON.stringify(object)}`);
  }
  const empty = emptyItem(object, '');
  if (empty !== undefined) throw kustomizeFault(`empty item at ${empty} in object ${JSON.stringify(object)}`);
  return resource;
}

function spread(resource: Resource): readonly Resource[] {
  const items = at(resource.object, 'items');
  if (!resource.kind.endsWith('List') || items === undefined) return [resource];
  if (items === null) return [];
  if (!isSequence(items)) throw kustomizeFault(`expected array in ${resource.kind}/items, but found ${typeof items}`);
  return resourcesFromNodes(items);
}

/** Where in an object a list holds null. */
function emptyItem(value: Node, path: string): string | undefined {
  if (isSequence(value)) {
    for (const [index, item] of value.entries()) {
      const found = item === null ? path : emptyItem(item, `${path}/${index}`);
      if (found !== undefined) return found;
    }
  } else if (isMap(value)) {
    for (const [key, item] of Object.entries(value)) {
      const found = emptyItem(item, `${path}/${key}`);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
