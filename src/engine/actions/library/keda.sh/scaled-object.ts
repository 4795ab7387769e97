import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { BuiltinActions } from '../../builtin-action.ts';
import { annotationOf, withAnnotation, withoutAnnotation } from '../../edit.ts';
import { replicasFrom } from '../../replica-count.ts';
import { isPaused, PAUSE_ICON, PAUSED, PAUSED_REPLICAS, PLAY_ICON } from './pausing.ts';

export const SCALED_OBJECT: BuiltinActions = {
  group: 'keda.sh',
  kind: 'ScaledObject',
  actions: [
    {
      name: 'pause',
      offer: (object) => ({ disabled: isHeld(object), iconClass: PAUSE_ICON }),
      run: ({ object }) => withAnnotation(object, PAUSED, 'true'),
    },
    {
      name: 'paused-replicas',
      offer: (object) => ({
        disabled: isPaused(object),
        iconClass: PAUSE_ICON,
        parameters: [{ name: 'replicas', default: '0' }],
      }),
      run: ({ object, parameters }) => withAnnotation(object, PAUSED_REPLICAS, String(replicasFrom(parameters))),
    },
    {
      name: 'resume',
      offer: (object) => ({ disabled: !isHeld(object), iconClass: PLAY_ICON }),
      run: ({ object }) => withoutAnnotation(withoutAnnotation(object, PAUSED), PAUSED_REPLICAS),
    },
  ],
};

/** As it is, or at a number of replicas. */
function isHeld(object: KubeObject): boolean {
  return isPaused(object) || annotationOf(object, PAUSED_REPLICAS) !== undefined;
}
