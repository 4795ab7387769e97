import { type HealthStatus, health } from '../../health.ts';
import {
  byState,
  type Check,
  conditionsIn,
  count,
  firstOf,
  inConditions,
  inGroup,
  text,
  when,
  whereTrue,
} from '../vocabulary/index.ts';

const notReady = inConditions(when('Ready=False', 'Degraded'));

const CLUSTER = firstOf(
  [
    whereTrue('spec.paused', health('Suspended', 'Cluster is paused')),
    notReady,
    byState('status.phase', { Provisioned: health('Healthy', 'Cluster is running'), Failed: health('Degraded') }),
  ],
  health('Progressing', 'Waiting for clusters'),
);

/** A machine that does not run says by its Ready condition why. */
const MACHINE: Check = (object) => {
  const phase = text(object, 'status.phase');
  if (phase === 'Running') return health('Healthy', 'Machine is running');
  const blame = notReady(object);
  const message = blame === undefined ? 'Condition is unknown' : blame.message;
  return health(phase === 'Failed' ? 'Degraded' : 'Progressing', message);
};

const MACHINE_DEPLOYMENT = firstOf(
  [
    whereTrue('spec.paused', health('Suspended', 'MachineDeployment is paused')),
    byState('status.phase', {
      Running: (_phase, object) => {
        const replicas = count(object, 'status.replicas');
        const rolled = replicas === count(object, 'status.updatedReplicas');
        if (!rolled || replicas !== count(object, 'status.readyReplicas')) return undefined;
        return health('Healthy', 'Machines are running under this deployment');
      },
      ScalingUp: health('Progressing', 'Cluster is spawning machines'),
      ScalingDown: health('Progressing', 'Cluster is stopping machines'),
      Failed: health('Degraded', 'MachineDeployment is failed'),
    }),
  ],
  health('Progressing', 'Waiting for machines'),
);

const MACHINE_HEALTH_CHECK: Check = (object) => {
  const healthy = count(object, 'status.currentHealthy');
  if (healthy === undefined) return health('Progressing');
  return health(healthy === count(object, 'status.expectedMachines') ? 'Healthy' : 'Degraded');
};

const POOL_PHASES: ReadonlyMap<string | undefined, HealthStatus> = new Map([
  ['Running', 'Healthy'],
  ['Scaling', 'Healthy'],
  ['Failed', 'Degraded'],
  ['Unknown', 'Degraded'],
]);

/** Whatever the phase, conditions that are False are named. */
const MACHINE_POOL: Check = (object) => {
  const phase = text(object, 'status.phase');
  const missing = conditionsIn(object)
    .filter(({ type, status }) => type !== undefined && status === 'False')
    .map(({ type, reason: why }) => `Not ${type}${why === undefined ? '' : ` (${why})`}`)
    .join(', ');
  const told = phase === undefined ? '' : `MachinePool is ${phase}`;
  return health(POOL_PHASES.get(phase) ?? 'Progressing', missing === '' ? told : `${told}: ${missing}`);
};

/** Cluster API. */
export const CLUSTER_X_K8S_IO = inGroup('cluster.x-k8s.io', {
  Cluster: CLUSTER,
  Machine: MACHINE,
  MachineDeployment: MACHINE_DEPLOYMENT,
  MachineHealthCheck: MACHINE_HEALTH_CHECK,
  MachinePool: MACHINE_POOL,
});
