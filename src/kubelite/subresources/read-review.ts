/** Reads a review: an object that is answered and never stored. */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { timeOf } from '../operations/cluster.ts';
import { claimFields } from '../operations/managed-fields.ts';
import { type Call, writeOptionsOf } from '../requests/call.ts';
import { decodeBody } from '../requests/field-validation.ts';
import { readObject } from '../requests/read-body.ts';

/** The review in the form of its kind, owned by its sender. Throws 400 and 422 as a create does. */
export function readReview(call: Call): KubeObject {
  const { manager } = writeOptionsOf(call, 'CreateOptions');
  const next = decodeBody(call, readObject(call.request, call.definition), 'CreateOptions');
  return claimFields({ definition: call.definition, next, manager, time: timeOf(call.cluster) });
}
