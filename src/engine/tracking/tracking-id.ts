/** The tracking id: which Application an object belongs to, and which object it was written for (features A25). */
import { gvkOf, type KubeObject } from '../../kube/object/kube-object.ts';

export const TRACKING_ANNOTATION = 'argocd.argoproj.io/tracking-id';
export const INSTALLATION_ANNOTATION = 'argocd.argoproj.io/installation-id';

/** `<instance>:<group>/<Kind>:<namespace>/<name>`, in parts. */
export interface TrackingId {
  readonly instance: string;
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

export function formatTrackingId(id: TrackingId): string {
  return `${id.instance}:${id.group}/${id.kind}:${id.namespace}/${id.name}`;
}

/**
 * Parts of an id; undefined where the text is none. Names of RBAC objects hold colons, so everything behind the second
 * colon is namespace and name.
 */
export function parseTrackingId(text: string): TrackingId | undefined {
  const [instance, groupKind, ...rest] = text.split(':');
  if (instance === undefined || groupKind === undefined || rest.length === 0) return undefined;
  const kindParts = groupKind.split('/');
  const nameParts = rest.join(':').split('/');
  if (kindParts.length !== 2 || nameParts.length !== 2) return undefined;
  const [group = '', kind = ''] = kindParts;
  const [namespace = '', name = ''] = nameParts;
  return { instance, group, kind, namespace, name };
}

/** The id an object bears as part of an Application. A cluster-scoped object gets the destination's namespace. */
export function trackingIdOf(object: KubeObject, instance: string, destinationNamespace: string): TrackingId {
  const { group, kind } = gvkOf(object);
  const namespace = object.metadata.namespace;
  return {
    instance,
    group,
    kind,
    namespace: namespace === undefined || namespace === '' ? destinationNamespace : namespace,
    name: object.metadata.name ?? '',
  };
}

/**
 * Whether an object is the one its id was written for. A copy that carries the id along is not ours: shown in the tree,
 * without sync status, never pruned. The namespace of cluster-scoped objects is not compared.
 */
export function isSelfReferencing(object: KubeObject, id: TrackingId): boolean {
  const { group, kind } = gvkOf(object);
  const namespace = object.metadata.namespace ?? '';
  return (
    (namespace === '' || namespace === id.namespace) &&
    object.metadata.name === id.name &&
    group === id.group &&
    kind === id.kind
  );
}
