import { health } from '../../health.ts';
import { firstOf, inConditions, inGroup, when } from '../vocabulary/index.ts';

/** AWS Controllers for Kubernetes (aws-controllers-k8s.github.io/docs): a terminal condition needs a person. */
export const ANY_SERVICES_K8S_AWS = inGroup('*.services.k8s.aws', {
  '*': firstOf(
    [
      inConditions(
        when('ACK.Terminal=True', 'Degraded'),
        when('Ready=False', 'Progressing'),
        when('Ready=True', 'Healthy', ''),
      ),
    ],
    health('Progressing', 'Waiting for resource to be ready'),
  ),
});
