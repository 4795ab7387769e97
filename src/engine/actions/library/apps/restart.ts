/** Rolling restart of a workload: a new annotation on its pods, as `kubectl rollout restart` writes it. */

import type { BuiltinAction } from '../../builtin-action.ts';
import { withValue } from '../../edit.ts';
import { secondStamp } from '../../stamp.ts';

const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';

export const RESTART: BuiltinAction = {
  name: 'restart',
  offer: () => ({ iconClass: 'fa fa-fw fa-redo' }),
  run: ({ object, now }) =>
    withValue(object, ['spec', 'template', 'metadata', 'annotations', RESTARTED_AT], secondStamp(now)),
};
