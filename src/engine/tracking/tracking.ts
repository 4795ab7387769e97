/** Writing and reading whose object an object is, for the three tracking methods (features A25). */
import { gvkOf, type KubeObject } from '../../kube/object/kube-object.ts';
import { labelValueOf } from './instance-name.ts';
import { withAnnotation, withLabel } from './metadata-entry.ts';
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
 * The object with the marks of its Application. CRDs never bear the annotation (recorded behaviour, features 0b A25), so
 * that they are never pruned.
 */
export function withTracking(object: KubeObject, owner: Owner, tracking: Tracking): KubeObject {
  const labelled =
    tracking.method === 'annotation' ? object : withLabel(object, tracking.labelKey, labelValueOf(owner.instance));
  if (tracking.method === 'label' || isCustomResourceDefinition(object)) return labelled;
  const id = formatTrackingId(trackingIdOf(object, owner.instance, owner.destinationNamespace));
  const tracked = withAnnotation(labelled, TRACKING_ANNOTATION, id);
  return tracking.installationId === ''
    ? tracked
    : withAnnotation(tracked, INSTALLATION_ANNOTATION, tracking.installationId);
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

/** True where the object bears marks of this instance; with the label method a truncated name counts. */
export function isManagedBy(object: KubeObject, instance: string, tracking: Tracking): boolean {
  const found = instanceOf(object, tracking);
  return found !== '' && found === (tracking.method === 'label' ? labelValueOf(instance) : instance);
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

function isCustomResourceDefinition(object: KubeObject): boolean {
  const { group, kind } = gvkOf(object);
  return group === 'apiextensions.k8s.io' && kind === 'CustomResourceDefinition';
}
