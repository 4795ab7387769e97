import { health } from '../../health.ts';
import { firstOf, inConditions, inGroup, when } from '../vocabulary/index.ts';

/** OpenShift Data Foundation. */
export const OCS_OPENSHIFT_IO = inGroup('ocs.openshift.io', {
  StorageCluster: firstOf(
    [
      inConditions(
        when('Degraded=True', 'Degraded'),
        when('Progressing=False', 'Progressing'),
        when('Upgradeable=True', 'Healthy'),
        when('Available=True', 'Healthy'),
      ),
    ],
    health('Progressing', 'StorageCluster is still being initialized or is in an unknown state.'),
  ),
});
