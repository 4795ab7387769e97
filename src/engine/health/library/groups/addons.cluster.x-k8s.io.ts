import { health } from '../../health.ts';
import { firstOf, inConditions, inGroup, when } from '../vocabulary/index.ts';

/** Cluster API add-ons. */
export const ADDONS_CLUSTER_X_K8S_IO = inGroup('addons.cluster.x-k8s.io', {
  ClusterResourceSet: firstOf(
    [
      inConditions(
        when('ResourcesApplied=True', 'Healthy', 'cluster resource set is applied'),
        when('ResourcesApplied=False', 'Degraded'),
      ),
    ],
    health('Progressing', 'Initializing cluster resource set'),
  ),
});
