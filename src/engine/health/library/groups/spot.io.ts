import { health } from '../../health.ts';
import { byState, firstOf, INVALID, inConditions, inGroup, when, without } from '../vocabulary/index.ts';

/** Why a deployment failed stands in its conditions. Before the first one there is no word at all. */
const SPOT_DEPLOYMENT = firstOf(
  [
    without('status.conditions', INVALID),
    inConditions(
      when('InvalidSpec', 'Degraded'),
      when('Progressing:RolloutAborted', 'Degraded'),
      when('Progressing:ProgressDeadlineExceeded', 'Degraded'),
      when('Paused=True', 'Suspended', 'Rollout is paused'),
    ),
    byState('status.phase', { Progressing: health('Progressing', 'Waiting for rollout to finish steps') }),
  ],
  health('Healthy'),
);

/** Spot by NetApp. */
export const SPOT_IO = inGroup('spot.io', { SpotDeployment: SPOT_DEPLOYMENT });
