/** Bodies of subresources that are objects of kinds of their own. */
import { type KubeObject, splitApiVersion } from '../../kube/object/kube-object.ts';
import type { Call } from '../requests/call.ts';
import { decodeBody } from '../requests/field-validation.ts';
import { checkNamespaceOf } from '../requests/handle-write.ts';
import { readObject } from '../requests/read-body.ts';

export interface SubresourceKind {
  readonly apiVersion: string;
  readonly kind: string;
}

/** What was sent, in the form of its kind. Throws 400 for another kind, values of wrong types and another namespace. */
export function readSubresource(call: Call, { apiVersion, kind }: SubresourceKind): KubeObject {
  const { group, version } = splitApiVersion(apiVersion);
  const definition = { ...call.definition, apiVersion, kind, group, version, custom: false };
  const sent = readObject(call.request, { apiVersion, kind, custom: false });
  const object = decodeBody({ ...call, definition }, sent);
  checkNamespaceOf(call, object);
  return object;
}
