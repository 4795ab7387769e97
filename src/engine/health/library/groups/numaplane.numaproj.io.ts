import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { health } from '../../health.ts';
import {
  byState,
  type Check,
  count,
  firstOf,
  has,
  holds,
  inConditions,
  inGroup,
  inItsWords,
  type Rule,
  text,
  when,
} from '../vocabulary/index.ts';

const UNSEEN = health('Progressing', 'Not yet reconciled');
const BUSY = health('Progressing', 'Update in progress');
const CHILDREN = 'ChildResourcesHealthy';

interface Words {
  /** The reason of the children's condition that means failure. */
  readonly failure: string;
  /** The condition that shows by being True that somebody paused it. */
  readonly paused?: string;
  readonly unknown: string;
}

const unseen: Rule = (object) => {
  const seen = count(object, 'metadata.generation') === count(object, 'status.observedGeneration');
  return has(object, 'status') && seen ? undefined : UNSEEN;
};

/** An upgrade that was tried and failed is told as a failure, though it is still in progress. */
const upgrading: Rule = (object) => {
  return isBusy(object) && !holds(object, 'ProgressiveUpgradeSucceeded', 'False') ? BUSY : undefined;
};

function isBusy(object: KubeObject): boolean {
  return (text(object, 'status.upgradeInProgress') ?? '') !== '' || text(object, 'status.phase') === 'Pending';
}

function rollout({ failure, paused, unknown }: Words): Check {
  return firstOf(
    [
      unseen,
      upgrading,
      inConditions(when(`${CHILDREN}=False:Progressing`, 'Progressing', 'Child Progressing')),
      byState('status.phase', { Failed: inItsWords('Degraded', 'status.message') }),
      inConditions(
        when(`${CHILDREN}=False:${failure}`, 'Degraded'),
        when('ProgressiveUpgradeSucceeded=False', 'Degraded', 'Progressive upgrade failed'),
      ),
      ...(paused === undefined ? [] : [inConditions(when(`${paused}=True`, 'Healthy'))]),
      inConditions(when(`${CHILDREN}=True`, 'Healthy', 'Healthy')),
    ],
    health('Unknown', unknown),
  );
}

/** Numaplane. */
export const NUMAPLANE_NUMAPROJ_IO = inGroup('numaplane.numaproj.io', {
  ISBServiceRollout: rollout({ failure: 'ISBSvcFailed', unknown: 'Unknown status' }),
  MonoVertexRollout: rollout({
    failure: 'MonoVertexFailed',
    paused: 'MonoVertexPausingOrPaused',
    unknown: 'Unknown MonoVertex status',
  }),
  NumaflowControllerRollout: rollout({ failure: 'Degraded', unknown: 'Unknown NumaflowController status' }),
  PipelineRollout: rollout({
    failure: 'PipelineFailed',
    paused: 'PipelinePausingOrPaused',
    unknown: 'Unknown Pipeline status',
  }),
});
