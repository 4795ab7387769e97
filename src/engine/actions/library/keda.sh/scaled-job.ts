import type { BuiltinActions } from '../../builtin-action.ts';
import { withAnnotation, withoutAnnotation } from '../../edit.ts';
import { isPaused, PAUSE_ICON, PAUSED, PLAY_ICON } from './pausing.ts';

export const SCALED_JOB: BuiltinActions = {
  group: 'keda.sh',
  kind: 'ScaledJob',
  actions: [
    {
      name: 'pause',
      offer: (object) => ({ disabled: isPaused(object), iconClass: PAUSE_ICON }),
      run: ({ object }) => withAnnotation(object, PAUSED, 'true'),
    },
    {
      name: 'resume',
      offer: (object) => ({ disabled: !isPaused(object), iconClass: PLAY_ICON }),
      run: ({ object }) => withoutAnnotation(object, PAUSED),
    },
  ],
};
