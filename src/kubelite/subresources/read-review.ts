/** Reads a review: an object that is answered and never stored. */
import { stringifyJson } from '../../base/json/stringify.ts';
import type { Json } from '../../base/json-value.ts';
import type { FieldCause } from '../../kube/object/kube-fault.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { validateBuiltin } from '../../kube/validation/validate-builtin.ts';
import { timeOf } from '../operations/cluster.ts';
import { claimFields } from '../operations/managed-fields.ts';
import { type Call, writeOptionsOf } from '../requests/call.ts';
import { decodeBody } from '../requests/field-validation.ts';
import { checkNamespaceOf } from '../requests/handle-write.ts';
import { readObject } from '../requests/read-body.ts';
import type { ApiFault } from '../status/api-fault.ts';
import { invalid } from '../status/faults.ts';

/** The review in the form of its kind, owned by its sender. Throws 400 and 422 as a create does; `more` finds what else is wrong. */
export function readReview(call: Call, more: (review: KubeObject) => readonly FieldCause[] = () => []): KubeObject {
  const { manager } = writeOptionsOf(call, 'CreateOptions');
  const next = decodeBody(call, readObject(call.request, call.definition));
  checkNamespaceOf(call, next);
  const { definition } = call;
  const placed = wiped(next, definition.namespaced);
  const review = claimFields({ definition, next: placed, manager, time: timeOf(call.cluster) });
  const causes = [...validateBuiltin(review), ...metadataCauses(call, review), ...more(review)];
  if (causes.length > 0) throw invalidReview(call.definition, causes);
  return review;
}

/** Questions are told without what only the server says, and without a namespace where they belong to none. */
function wiped({ metadata, ...review }: KubeObject, namespaced: boolean): KubeObject {
  const { creationTimestamp: _, deletionTimestamp: __, deletionGracePeriodSeconds: ___, ...rest } = metadata;
  const { uid: ____, selfLink: _____, namespace, ...own } = rest;
  return { ...review, metadata: { ...own, ...(namespaced && namespace !== undefined && { namespace }) } };
}

/** Refusals of questions name neither kind nor object. */
export function invalidReview({ group }: { readonly group: string }, causes: readonly FieldCause[]): ApiFault {
  return invalid({ group, kind: '' }, '', causes);
}

/** Questions about access have no metadata of their own. */
function metadataCauses({ definition, path }: Call, { metadata }: KubeObject): readonly FieldCause[] {
  if (!definition.kind.endsWith('SubjectAccessReview') && definition.kind !== 'SelfSubjectAccessReview') return [];
  const local = definition.namespaced;
  const { managedFields, uid: _, deletionGracePeriodSeconds: __, deletionTimestamp: ___, ...given } = metadata;
  const { creationTimestamp: ____, selfLink: _____, namespace, ...own } = given;
  if (Object.keys(own).length === 0) return [];
  const { name, generateName, ...rest } = own;
  const ordered = {
    ...(name !== undefined && { name }),
    ...(generateName !== undefined && { generateName }),
    ...(local && { namespace: namespace ?? path.namespace }),
    ...rest,
    ...(managedFields && { managedFields }),
  };
  const shown = stringifyJson(ordered as unknown as Json);
  const detail = local ? 'must be empty except for namespace' : 'must be empty';
  return [{ field: 'metadata', message: `Invalid value: ${shown}: ${detail}`, reason: 'FieldValueInvalid' }];
}
