/** KEDA holds by annotations. */
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { annotationOf } from '../../edit.ts';

export const PAUSED = 'autoscaling.keda.sh/paused';
export const PAUSED_REPLICAS = 'autoscaling.keda.sh/paused-replicas';
export const PAUSE_ICON = 'fa fa-fw fa-pause-circle';
export const PLAY_ICON = 'fa fa-fw fa-play-circle';

export function isPaused(object: KubeObject): boolean {
  return annotationOf(object, PAUSED) === 'true';
}
