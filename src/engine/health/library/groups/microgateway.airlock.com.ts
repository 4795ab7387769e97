import { health } from '../../health.ts';
import { attachedPolicy } from '../families/attached-policy.ts';
import { inGroup } from '../vocabulary/index.ts';

const POLICY = attachedPolicy({ needsGeneration: true, needsAcceptance: true });

/** Airlock Microgateway: only its policies have a status, what they refer to has none. */
export const MICROGATEWAY_AIRLOCK_COM = inGroup('microgateway.airlock.com', {
  '*': (object) => (object.kind.endsWith('Policy') ? POLICY(object) : health('Healthy', `${object.kind} is healthy`)),
});
