/** Metadata in the order in which a server writes it. */
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

/** The same members, the known ones first and in order. */
export function orderedMetadata(metadata: ObjectMeta): ObjectMeta {
  const ordered: Record<string, ObjectMeta[string]> = {};
  for (const name of ORDER) if (metadata[name] !== undefined) ordered[name] = metadata[name];
  for (const [name, value] of Object.entries(metadata))
    if (value !== undefined && !Object.hasOwn(ordered, name)) ordered[name] = value;
  return ordered;
}
