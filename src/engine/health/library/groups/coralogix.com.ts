import { health } from '../../health.ts';
import { firstOf, inConditions, inGroup, when } from '../vocabulary/index.ts';

const SYNCED = firstOf(
  [inConditions(when('RemoteSynced=True', 'Healthy', 'Resource is ready'), when('RemoteSynced=False', 'Degraded'))],
  health('Progressing', 'Waiting for status to be updated'),
);

/** Coralogix. */
export const CORALOGIX_COM = inGroup('coralogix.com', { Alert: SYNCED, RecordingRuleGroupSet: SYNCED });
