import { type HealthStatus, health } from '../../health.ts';
import { byState, firstOf, inGroup, type StateCase, without } from '../vocabulary/index.ts';

function phaseIs(status: HealthStatus): StateCase {
  return (phase) => health(status, `Object bucket claim phase is ${phase}`);
}

/** Bucket claims. */
export const OBJECTBUCKET_IO = inGroup('objectbucket.io', {
  ObjectBucketClaim: firstOf(
    [
      byState('status.phase', { Bound: phaseIs('Healthy'), Failed: phaseIs('Degraded') }, phaseIs('Progressing')),
      without('status', health('Progressing', 'Waiting for status to be reported')),
    ],
    health('Progressing', 'Waiting for phase to be reported'),
  ),
});
