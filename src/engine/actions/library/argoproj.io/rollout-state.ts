/** What stands in a Rollout that its actions go by. */
import { isList, member, memberAt, textAt } from '../../../../base/json-value.ts';
import type { KubeObject } from '../../../../kube/object/kube-object.ts';

export interface RolloutState {
  /** Held by the controller at a step, or by a person. */
  readonly paused: boolean;
  /** Held by a person. */
  readonly pausedByUser: boolean;
  readonly aborted: boolean;
  /** The newest pods are the stable ones: there is nothing under way. */
  readonly fullyPromoted: boolean;
  readonly blueGreen: boolean;
  /** Steps of a canary; undefined where it has none. */
  readonly steps: number | undefined;
  readonly currentStep: number | undefined;
  /** Its controller can be told to promote fully (v0.10 and later); older ones only jump over steps. */
  readonly canPromoteFully: boolean;
}

export function rolloutState(object: KubeObject): RolloutState {
  const { spec, status } = object;
  const pauses = member(status, 'pauseConditions');
  const pausedByUser = memberAt(spec, 'paused') === true;
  const strategy = memberAt(spec, 'strategy');
  const steps = memberAt(strategy, 'canary', 'steps');
  const current = member(status, 'currentStepIndex');
  return {
    paused: isList(pauses) ? pauses.length > 0 : pausedByUser,
    pausedByUser,
    aborted: member(status, 'abort') === true,
    fullyPromoted: member(status, 'currentPodHash') === member(status, 'stableRS'),
    blueGreen: (member(strategy, 'blueGreen') ?? null) !== null,
    steps: isList(steps) ? steps.length : undefined,
    currentStep: typeof current === 'number' ? current : undefined,
    canPromoteFully: countsGenerations(object),
  };
}

/** Since v0.10 `observedGeneration` is the number of a generation; before it was a hash. */
function countsGenerations({ metadata, status }: KubeObject): boolean {
  const observed = textAt(status, 'observedGeneration') ?? '';
  return /^\d+$/.test(observed) && Number(observed) <= (metadata.generation ?? -1);
}
