/** Metadata in the order in which a server writes it. */
import { isObject, type JsonObject } from '../../base/json-value.ts';
import type { ObjectMeta } from '../../kube/object/kube-object.ts';

const ORDER = [
  'name',
  'generateName',
  'namespace',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
];

/** Maps, which are written in the order of their keys. */
const MAPS = ['labels', 'annotations'] as const;

/** The same members, the known ones first and in order. */
export function orderedMetadata(metadata: ObjectMeta): ObjectMeta {
  const ordered: Record<string, ObjectMeta[string]> = {};
  for (const name of ORDER) if (metadata[name] !== undefined) ordered[name] = metadata[name];
  for (const [name, value] of Object.entries(metadata))
    if (value !== undefined && !Object.hasOwn(ordered, name)) ordered[name] = value;
  for (const name of MAPS) {
    const map = ordered[name];
    if (isObject(map)) ordered[name] = inKeyOrder(map);
  }
  return ordered;
}

function inKeyOrder(map: JsonObject): JsonObject {
  const keys = Object.keys(map);
  if (keys.every((key, index) => index === 0 || (keys[index - 1] ?? '') < key)) return map;
  return Object.fromEntries(keys.toSorted().map((key) => [key, map[key]]));
}
