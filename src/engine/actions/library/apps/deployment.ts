import { memberAt } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { BuiltinActions } from '../../builtin-action.ts';
import { withValue } from '../../edit.ts';
import { RESTART } from './restart.ts';
import { SCALE } from './scale.ts';

export const DEPLOYMENT: BuiltinActions = {
  group: 'apps',
  kind: 'Deployment',
  actions: [
    RESTART,
    {
      name: 'pause',
      offer: (object) => ({ disabled: isPaused(object), iconClass: 'fa fa-fw fa-pause-circle' }),
      run: ({ object }) => withValue(object, ['spec', 'paused'], true),
    },
    {
      name: 'resume',
      offer: (object) => ({ disabled: !isPaused(object), iconClass: 'fa fa-fw fa-play-circle' }),
      run: ({ object }) => withValue(object, ['spec', 'paused'], false),
    },
    SCALE,
  ],
};

function isPaused(object: KubeObject): boolean {
  return memberAt(object, 'spec', 'paused') === true;
}
