/** An object ready to be compared: typed form, kind-specific forms, and without what nobody compares. */
import { gvkOf, type KubeObject } from '../../../kube/object/kube-object.ts';
import { keepMembers } from '../keep-members.ts';
import { retype } from '../retype.ts';
import { normaliseRole } from './role.ts';
import { normaliseSecret } from './secret.ts';

export interface NormaliseOptions {
  readonly ignoreAggregatedRoles: boolean;
}

/** The typed form, with no more members than were written. */
export function normaliseObject(object: KubeObject, options: NormaliseOptions): KubeObject {
  const typed = keepMembers(object, retype(object, { unknown: 'refuse' })) as KubeObject;
  return normaliseKind(withoutCreationTime(typed), options);
}

/** The forms that single kinds need; also for the last-applied object, which is not retyped. */
export function normaliseKind(object: KubeObject, options: NormaliseOptions): KubeObject {
  const { group, kind } = gvkOf(object);
  if (group === '' && kind === 'Secret') return normaliseSecret(object);
  if (group === 'rbac.authorization.k8s.io' && (kind === 'Role' || kind === 'ClusterRole')) {
    return normaliseRole(object, options);
  }
  return object;
}

/** Exported manifests often carry `creationTimestamp: null`. */
export function withoutCreationTime(object: KubeObject): KubeObject {
  if (!Object.hasOwn(object.metadata, 'creationTimestamp')) return object;
  const { creationTimestamp: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
