/** Resources from the text of a file. */
import { sortedKeys } from '../../../base/json/byte-order.ts';
import { kustomizeFault } from '../fault.ts';
import { at, isMap, isSequence, type Node, type NodeMap, scalarText } from './node.ts';
import { readNodes } from './read-documents.ts';
import { Resource } from './resource.ts';

/** All objects of a text; those of lists stand behind all others. Throws for what is no object of Kubernetes. */
export function resourcesFromText(text: string): readonly Resource[] {
  const waiting = readNodes(text).flatMap(checked);
  for (let at = 0; at < waiting.length; at++) {
    const resource = waiting[at];
    if (resource !== undefined) waiting.push(...itemsOf(resource));
  }
  return waiting.filter((resource) => !isExpanded(resource));
}

function isNothing(object: Node): boolean {
  return (
    object === null ||
    (isMap(object) && Object.keys(object).length === 0) ||
    (isSequence(object) && object.length === 0)
  );
}

/** Nothing where nothing is written. */
function checked(object: Node): readonly Resource[] {
  if (isNothing(object)) return [];
  if (!isMap(object)) throw kustomizeFault('missing Resource metadata');
  const resource = new Resource(object);
  const { kind, name } = resource;
  if (kind === '') throw kustomizeFault(`missing kind in object ${shown(resource)}`);
  if (!kind.endsWith('List') && name === '') throw kustomizeFault(`missing metadata.name in object ${shown(resource)}`);
  return [resource];
}

/** The head of an object, as Go prints it. */
function shown({ apiVersion, kind, name, namespace, labels, annotations }: Resource): string {
  const pairs = (map: NodeMap): string =>
    sortedKeys(map)
      .map((key) => `${key}:${scalarText(map[key])}`)
      .join(' ');
  return `{{${apiVersion} ${kind}} {{${name} ${namespace}} map[${pairs(labels)}] map[${pairs(annotations)}]}}`;
}

function isExpanded({ kind, object }: Resource): boolean {
  return kind.endsWith('List') && at(object, 'items') !== undefined;
}

function itemsOf(resource: Resource): readonly Resource[] {
  if (!isExpanded(resource)) return [];
  const items = at(resource.object, 'items') ?? null;
  if (items === null) return [];
  if (!isSequence(items))
    throw kustomizeFault(
      `expected array in ${resource.kind}/items, but found ${isMap(items) ? 'map[string]interface {}' : typeof items}`,
    );
  return items.flatMap(checked);
}
