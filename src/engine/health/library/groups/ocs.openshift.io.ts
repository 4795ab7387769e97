import { health } from '../../health.ts';
import { type Check, conditionsIn, inGroup } from '../vocabulary/index.ts';

/** OpenShift Data Foundation: the worst condition counts, wherever it stands. */
const STORAGE_CLUSTER: Check = (object) => {
  const latest = (type: string) =>
    conditionsIn(object).findLast((condition) => condition.type === type && condition.status === 'True');
  const [degraded, progressing, available] = [latest('Degraded'), latest('Progressing'), latest('Available')];
  if (degraded !== undefined) return health('Degraded', degraded.message);
  if (progressing !== undefined) return health('Progressing', progressing.message);
  return available === undefined
    ? health('Unknown', 'StorageCluster is in an unknown state.')
    : health('Healthy', available.message);
};

/** OpenShift Data Foundation. */
export const OCS_OPENSHIFT_IO = inGroup('ocs.openshift.io', { StorageCluster: STORAGE_CLUSTER });
