import { type HealthStatus, health } from '../../health.ts';
import {
  byState,
  firstOf,
  given,
  inGroup,
  type StateCase,
  text,
  unlessObserved,
  without,
} from '../vocabulary/index.ts';

const RECONCILE = 'Waiting for the operator to reconcile';

/** In the words of the operator where it has any. */
function inReason(status: HealthStatus, words: string): StateCase {
  return (_state, object) => {
    const why = text(object, 'status.reason') ?? '';
    return health(status, why === '' ? words : why);
  };
}

/** VictoriaMetrics operator: all of its kinds tell `updateStatus`. */
export const OPERATOR_VICTORIAMETRICS_COM = inGroup('operator.victoriametrics.com', {
  '*': firstOf(
    [
      without('status', health('Progressing', RECONCILE)),
      given('metadata.generation', unlessObserved(RECONCILE)),
      byState('status.updateStatus', {
        operational: health('Healthy', 'All components are operational'),
        expanding: inReason('Progressing', 'Reconciliation in progress'),
        paused: inReason('Suspended', 'Reconciliation is paused'),
        failed: inReason('Degraded', 'Reconciliation failed'),
      }),
    ],
    health('Progressing', 'Waiting for the operator to report status'),
  ),
});
