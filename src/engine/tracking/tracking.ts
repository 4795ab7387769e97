/** Writing and reading whose object an object is, for the three tracking methods (features A25). */
import { gvkOf, type KubeObject } from '../../kube/object/kube-object.ts';
import { labelValueOf } from './instance-name.ts';
import { withAnnotation, withLabel, withoutAnnotation, withoutLabel } from './metadata-entry.ts';
import {
  formatTrackingId,
  INSTALLATION_ANNOTATION,
  isSelfReferencing,
  parseTrackingId,
  TRACKING_ANNOTATION,
  trackingIdOf,
} from './tracking-id.ts';

export type TrackingMethod = 'annotation' | 'label' | 'annotation+label';

/** What of the settings tracking needs. */
export interface Tracking {
  readonly method: TrackingMethod;
  /** Label key of the label methods. */
  readonly labelKey: string;
  /** Empty where the installation has none. */
  readonly installationId: string;
}

/** Whose object: the instance, and the destination namespace that stands in ids of cluster-scoped objects. */
export interface Owner {
  readonly instance: string;
  readonly destinationNamespace: string;
}

/**
 * The object with the marks of its Application. CRDs never bear any, so that they are never pruned (recorded behaviour,
 * features 0b A25); an installation without an id leaves none in manifests that bring one. As the only mark the label is not
 * cut to what Kubernetes takes: it would name another Application.
 */
export function withTracking(object: KubeObject, owner: Owner, tracking: Tracking): KubeObject {
  if (isCustomResourceDefinition(object)) return object;
  if (tracking.method === 'label') return withLabel(object, tracking.labelKey, owner.instance);
  const labelled =
    tracking.method === 'annotation' ? object : withLabel(object, tracking.labelKey, labelValueOf(owner.instance));
  const id = formatTrackingId(trackingIdOf(object, owner.instance, owner.destinationNamespace));
  if (tracking.installationId === '') {
    return withAnnotation(withoutAnnotation(labelled, INSTALLATION_ANNOTATION), TRACKING_ANNOTATION, id);
  }
  const tracked = withAnnotation(labelled, TRACKING_ANNOTATION, id);
  return withAnnotation(tracked, INSTALLATION_ANNOTATION, tracking.installationId);
}

/**
 * The live object as it counts beside a desired one: one that the label method has marked bears no annotation yet, and the
 * change of the method alone is no difference (util/argo of Argo CD, recorded).
 */
export function withMarksOfOldMethod(live: KubeObject, target: KubeObject, tracking: Tracking): KubeObject {
  const { labelKey } = tracking;
  const label = live.metadata.labels?.[labelKey] ?? '';
  if (tracking.method === 'label' || label === '' || isCustomResourceDefinition(live)) return live;
  const wanted = target.metadata.annotations?.[TRACKING_ANNOTATION];
  const borne = live.metadata.annotations?.[TRACKING_ANNOTATION] ?? '';
  const marked = borne !== '' || wanted === undefined ? live : withAnnotation(live, TRACKING_ANNOTATION, wanted);
  return (target.metadata.labels?.[labelKey] ?? '') === '' ? withoutLabel(marked, labelKey) : marked;
}

/** Instance name that an object bears; empty where it bears none or another installation wrote it. */
export function instanceOf(object: KubeObject, tracking: Tracking): string {
  return instanceOfMarks(
    {
      trackingId: object.metadata.annotations?.[TRACKING_ANNOTATION] ?? '',
      trackingLabel: object.metadata.labels?.[tracking.labelKey] ?? '',
      installationId: object.metadata.annotations?.[INSTALLATION_ANNOTATION] ?? '',
    },
    tracking,
  );
}

/** The same from the marks that a slim record keeps. */
export function instanceOfMarks(
  marks: { readonly trackingId: string; readonly trackingLabel: string; readonly installationId: string },
  tracking: Tracking,
): string {
  if (tracking.method === 'label') return marks.trackingLabel;
  if (tracking.installationId !== '' && marks.installationId !== tracking.installationId) return '';
  return parseTrackingId(marks.trackingId)?.instance ?? '';
}

/** True where the object bears marks of this instance. */
export function isManagedBy(object: KubeObject, instance: string, tracking: Tracking): boolean {
  const found = instanceOf(object, tracking);
  return found !== '' && found === instance;
}

/**
 * False for a copy that carries another object's id. The desired object decides where there is one: after a change of the
 * API group the live id is the old one. The label method has nothing to tell copies by.
 */
export function isOwnObject(options: {
  readonly live: KubeObject;
  readonly target: KubeObject | undefined;
  readonly tracking: Tracking;
}): boolean {
  const { live, target, tracking } = options;
  if (tracking.method === 'label') return true;
  const id =
    target === undefined
      ? parseTrackingId(live.metadata.annotations?.[TRACKING_ANNOTATION] ?? '')
      : trackingIdOf(target, '', '');
  return id === undefined || isSelfReferencing(live, id);
}

/** True for a definition of a kind. */
export function isCustomResourceDefinition(object: KubeObject): boolean {
  const { group, kind } = gvkOf(object);
  return group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition';
}
