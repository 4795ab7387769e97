import { health } from '../../health.ts';
import { type Condition, firstOf, inConditions, inGroup, when } from '../vocabulary/index.ts';

function reasonAndMessage({ reason: why = '', message = '' }: Condition): string {
  return message === '' ? why : `${why}: ${message}`;
}

/** nmstate: a policy that matches no node is Suspended. */
export const NMSTATE_IO = inGroup('nmstate.io', {
  NodeNetworkConfigurationPolicy: firstOf(
    [
      inConditions(
        when('Available=True', 'Healthy', reasonAndMessage),
        when('Degraded=True', 'Degraded', reasonAndMessage),
        when('Progressing=True', 'Progressing', reasonAndMessage),
        when('Ignored=True', 'Suspended', reasonAndMessage),
      ),
    ],
    health('Progressing', 'Waiting for policy to be applied'),
  ),
});
