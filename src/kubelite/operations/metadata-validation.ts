/** Rules about metadata that hold for every kind. */
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';

/** What is wrong with an object's metadata. */
export function metadataCauses(_definition: ResourceDefinition, object: KubeObject): readonly FieldCause[] {
  if (object.metadata.name) return [];
  const message = 'Required value: name or generateName is required';
  return [{ reason: 'FieldValueRequired', message, field: 'metadata.name' }];
}
