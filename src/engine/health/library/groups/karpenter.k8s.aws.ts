import { health } from '../../health.ts';
import { firstOf, inConditions, inGroup, when } from '../vocabulary/index.ts';

/** Karpenter on AWS: what keeps a class from being ready is told before it is found not to be. */
export const KARPENTER_K8S_AWS = inGroup('karpenter.k8s.aws', {
  EC2NodeClass: firstOf(
    [
      inConditions(when('Ready=False', 'Degraded'), when('Ready=True', 'Healthy', 'EC2NodeClass is ready')),
      inConditions(
        when('SubnetsReady=False', 'Degraded'),
        when('SecurityGroupsReady=False', 'Degraded'),
        when('ValidationSucceeded=False', 'Degraded'),
      ),
    ],
    health('Progressing', 'Waiting for EC2NodeClass to be ready'),
  ),
});
