/** Argo Rollouts: the verbs of `kubectl argo rollouts`. */
import { memberAt } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import type { ActionInput } from '../../action.ts';
import type { BuiltinAction, BuiltinActions } from '../../builtin-action.ts';
import { type Path, withoutValue, withValue } from '../../edit.ts';
import { secondStamp } from '../../stamp.ts';
import { type RolloutState, rolloutState } from './rollout-state.ts';

export const ROLLOUT: BuiltinActions = {
  group: 'argoproj.io',
  kind: 'Rollout',
  actions: [
    {
      name: 'restart',
      offer: () => ({ displayName: 'Restart Pods' }),
      run: ({ object, now }) => withValue(object, ['spec', 'restartAt'], secondStamp(now)),
    },
    onlyWhere('resume', ({ paused }) => paused, resumed),
    onlyWhere(
      'abort',
      ({ fullyPromoted, aborted }) => !fullyPromoted && !aborted,
      ({ object }) => withValue(object, ['status', 'abort'], true),
    ),
    onlyWhere('retry', ({ fullyPromoted, aborted }) => !fullyPromoted && aborted, retried),
    onlyWhere(
      'pause',
      ({ fullyPromoted, aborted, pausedByUser }) => !fullyPromoted && !aborted && !pausedByUser,
      ({ object }) => withValue(object, ['spec', 'paused'], true),
    ),
    onlyWhere(
      'promote-full',
      ({ fullyPromoted, canPromoteFully, blueGreen }) => !fullyPromoted && (canPromoteFully || !blueGreen),
      promoted,
    ),
    onlyWhere(
      'skip-current-step',
      ({ steps, currentStep }) => steps !== undefined && currentStep !== steps,
      withoutCurrentStep,
    ),
  ],
};

function onlyWhere(
  name: string,
  isUseful: (state: RolloutState) => boolean,
  run: (input: ActionInput) => KubeObject,
): BuiltinAction {
  return { name, offer: (object) => ({ disabled: !isUseful(rolloutState(object)) }), run };
}

function resumed({ object }: ActionInput): KubeObject {
  const { pausedByUser } = rolloutState(object);
  const going = withoutPauses(object);
  return pausedByUser ? withValue(going, ['spec', 'paused'], false) : going;
}

/** The verdicts that led to the abort must not abort it again. */
const VERDICTS: readonly Path[] = [
  ['status', 'blueGreen', 'prePromotionAnalysisRunStatus'],
  ['status', 'blueGreen', 'postPromotionAnalysisRunStatus'],
  ['status', 'canary', 'currentStepAnalysisRunStatus'],
  ['status', 'canary', 'currentBackgroundAnalysisRunStatus'],
];

function retried({ object }: ActionInput): KubeObject {
  if (!rolloutState(object).aborted) return object;
  return VERDICTS.reduce(withoutValue, withoutValue(object, ['status', 'abort']));
}

function promoted({ object }: ActionInput): KubeObject {
  const { canPromoteFully, steps } = rolloutState(object);
  if (object.status === undefined) return object;
  if (canPromoteFully) return withValue(object, ['status', 'promoteFull'], true);
  const going = withoutValue(object, ['status', 'abort']);
  return steps === undefined ? going : withValue(going, ['status', 'currentStepIndex'], steps);
}

function withoutCurrentStep({ object }: ActionInput): KubeObject {
  const { steps, currentStep = 0 } = rolloutState(object);
  if (object.status === undefined || steps === undefined || currentStep >= steps) return object;
  return withValue(withoutPauses(object), ['status', 'currentStepIndex'], currentStep + 1);
}

/** An empty list of pauses stays: the controller wrote it. */
function withoutPauses(object: KubeObject): KubeObject {
  const first = memberAt(object, 'status', 'pauseConditions', 0);
  return first === undefined ? object : withoutValue(object, ['status', 'pauseConditions']);
}
