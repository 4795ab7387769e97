import { health } from '../../health.ts';
import { type Check, conditionsIn, count, has, inGroup } from '../vocabulary/index.ts';

const ROLLED_OUT = health('Healthy', 'replication controller successfully rolled out');
const WAITING = health('Progressing', 'replication controller is waiting for pods to run');
const BROKEN = health('Degraded', 'Deployment config is degraded');

/** Rolled out: available, with the newest replication controller. No replicas at all are as good. */
const DEPLOYMENT_CONFIG: Check = (object) => {
  const replicas = count(object, 'status.replicas');
  if (!has(object, 'status.conditions') || replicas === undefined) return WAITING;
  const good = conditionsIn(object).filter(
    ({ type, status, reason: why }) =>
      status === 'True' &&
      (type === 'Available' || (type === 'Progressing' && why === 'NewReplicationControllerAvailable')),
  ).length;
  if (good === 2 || replicas === 0) return ROLLED_OUT;
  return good === 1 ? WAITING : BROKEN;
};

/** OpenShift. */
export const APPS_OPENSHIFT_IO = inGroup('apps.openshift.io', { DeploymentConfig: DEPLOYMENT_CONFIG });
