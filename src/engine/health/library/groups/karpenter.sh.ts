import { health } from '../../health.ts';
import {
  byCondition,
  firstOf,
  given,
  inConditions,
  inGroup,
  judgedBy,
  unlessObserved,
  when,
} from '../vocabulary/index.ts';

/** A node that is taken away on purpose is Suspended; one that comes up is as far as its conditions say. */
const NODE_CLAIM = firstOf(
  [
    given('metadata.generation', unlessObserved('Waiting for NodeClaim spec to be reconciled')),
    inConditions(when('Disrupting=True', 'Suspended')),
    judgedBy('Ready'),
    byCondition(
      when('Initialized=True', 'Progressing', 'Node initialized, waiting for Ready'),
      when('Registered=True', 'Progressing', 'Node registered, waiting for initialization'),
      when('Launched=True', 'Progressing', 'Node launched, waiting for registration'),
    ),
  ],
  health('Progressing', 'Waiting for NodeClaim to be launched'),
);

/** Karpenter. */
export const KARPENTER_SH = inGroup('karpenter.sh', {
  NodeClaim: NODE_CLAIM,
  NodePool: firstOf(
    [judgedBy('Ready'), inConditions(when('NodeClassReady=False', 'Degraded'))],
    health('Progressing', 'Waiting for NodePool to be ready'),
  ),
});
