import { isList, type Json, memberAt, textAt } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { ActionInput } from '../../action.ts';
import type { BuiltinActions } from '../../builtin-action.ts';
import { withValue } from '../../edit.ts';
import { secondStamp } from '../../stamp.ts';
import { isHeld } from '../../suspension.ts';

export const JOB: BuiltinActions = {
  group: 'batch',
  kind: 'Job',
  actions: [
    {
      name: 'resume',
      offer: (object) =>
        isDecided(object) || !isHeld(object, 'suspend') ? undefined : { iconClass: 'fa fa-fw fa-play' },
      run: ({ object }) => withValue(object, ['spec', 'suspend'], false),
    },
    {
      name: 'suspend',
      offer: (object) =>
        isDecided(object) || isHeld(object, 'suspend') ? undefined : { iconClass: 'fa fa-fw fa-pause' },
      run: ({ object }) => withValue(object, ['spec', 'suspend'], true),
    },
    {
      name: 'terminate',
      offer: (object) =>
        isDecided(object) || object.status === undefined ? undefined : { iconClass: 'fa fa-fw fa-stop' },
      run: terminated,
    },
  ],
};

/** A Job with one of these has ended, or is told to end: the last two come before the first two. */
const DECIDED = ['Complete', 'Failed', 'SuccessCriteriaMet', 'FailureTarget'];

function isDecided(object: KubeObject): boolean {
  return conditionsOf(object).some(
    (condition) => DECIDED.includes(textAt(condition, 'type') ?? '') && textAt(condition, 'status') === 'True',
  );
}

function conditionsOf(object: KubeObject): readonly Json[] {
  const conditions = memberAt(object, 'status', 'conditions');
  return isList(conditions) ? conditions : [];
}

/** The job controller ends a Job that it finds with `FailureTarget`. One it has not looked at yet stays as it is. */
function terminated({ object, now }: ActionInput): KubeObject {
  if (object.status === undefined || isDecided(object)) return object;
  const condition = {
    lastTransitionTime: secondStamp(now),
    message: 'Job was terminated explicitly through Argo CD',
    reason: 'ManuallyTerminated',
    status: 'True',
    type: 'FailureTarget',
  };
  return withValue(object, ['status', 'conditions'], [...conditionsOf(object), condition]);
}
