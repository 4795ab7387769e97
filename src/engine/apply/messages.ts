/** Sentences of kubectl, which stand in `syncResult` word for word (recordings). */
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { splitApiVersion } from '../../kube/object/kube-object.ts';

/** `configmap/a`, `deployment.apps/web`. */
export function printedName(object: KubeObject): string {
  const { group } = splitApiVersion(object.apiVersion);
  const kind = object.kind.toLowerCase();
  return `${group === '' ? kind : `${kind}.${group}`}/${object.metadata.name ?? ''}`;
}

/** kubectl's warning where a live object was not made by apply. The double blanks are its own: the command has no name here. */
export function missingLastAppliedWarning(plural: string, name: string): string {
  return `Warning: resource ${plural}/${name} is missing the kubectl.kubernetes.io/last-applied-configuration annotation which is required by  apply.  apply should only be used on resources created declaratively by either  create --save-config or  apply. The missing annotation will be patched automatically.`;
}

/** A kind that the cluster does not serve, as applying says it. */
export function noMatchMessage(object: KubeObject): string {
  const { name = '', namespace = '' } = object.metadata;
  return `resource mapping not found for name: "${name}" namespace: "${namespace}" from "/manifest/000001": no matches for kind "${object.kind}" in version "${object.apiVersion}"\nensure CRDs are installed first`;
}
