import { health } from '../../health.ts';
import { firstOf, inConditions, inGroup, reason, when } from '../vocabulary/index.ts';

/** OpenShift. */
export const OPERATOR_OPENSHIFT_IO = inGroup('operator.openshift.io', {
  IngressController: firstOf(
    [
      inConditions(
        when('Degraded=True', 'Degraded'),
        when('DeploymentReplicasAllAvailable=False', 'Progressing'),
        when('Progressing=True', 'Progressing', reason),
        when('Available=True', 'Healthy', 'IngressController is available'),
      ),
    ],
    health('Progressing', 'Status of IngressController is not known yet'),
  ),
});
