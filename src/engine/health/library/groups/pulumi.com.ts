import { health } from '../../health.ts';
import { firstOf, inConditions, inGroup, when } from '../vocabulary/index.ts';

/** Pulumi. */
export const PULUMI_COM = inGroup('pulumi.com', {
  Stack: firstOf(
    [
      inConditions(
        when('Stalled=True', 'Degraded'),
        when('Reconciling=True', 'Progressing'),
        when('Ready=True', 'Healthy'),
      ),
    ],
    health('Progressing', 'Waiting for the stack to be reconciled'),
  ),
});
