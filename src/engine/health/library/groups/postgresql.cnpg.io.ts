import { type HealthStatus, health } from '../../health.ts';
import { type Check, conditionOf, has, inGroup, text } from '../vocabulary/index.ts';

const PHASES: ReadonlyMap<string, HealthStatus> = new Map([
  ['Cluster in healthy state', 'Healthy'],
  ['Setting up primary', 'Progressing'],
  ['Creating a new replica', 'Progressing'],
  ['Upgrading cluster', 'Progressing'],
  ['Waiting for the instances to become active', 'Progressing'],
  ['Promoting to primary cluster', 'Progressing'],
  ['Switchover in progress', 'Degraded'],
  ['Failing over', 'Degraded'],
  ['Upgrading Postgres major version', 'Degraded'],
  ['Cluster upgrade delayed', 'Degraded'],
  ['Waiting for user action', 'Degraded'],
  ['Primary instance is being restarted in-place', 'Degraded'],
  ['Primary instance is being restarted without a switchover', 'Degraded'],
  ['Cluster cannot execute instance online upgrade due to missing architecture binary', 'Degraded'],
  ['Online upgrade in progress', 'Degraded'],
  ['Applying configuration', 'Degraded'],
  ['Unable to create required cluster objects', 'Suspended'],
  ['Cluster cannot proceed to reconciliation due to an unknown plugin being required', 'Suspended'],
  ['Cluster has incomplete or invalid image catalog', 'Suspended'],
  ['Cluster is unrecoverable and needs manual intervention', 'Suspended'],
]);

/** Users who switch reconciliation off do it on purpose, as those who send a cluster to sleep. */
const CLUSTER: Check = (object) => {
  if (object.metadata.annotations?.['cnpg.io/reconciliationLoop'] === 'disabled') {
    return health('Suspended', 'Cluster reconciliation is suspended');
  }
  const why = text(object, 'status.phaseReason');
  if (!has(object, 'status.conditions')) return health('Progressing', why);
  const sleep = conditionOf(object, 'cnpg.io/hibernation');
  if (sleep !== undefined) return health(sleep.status === 'True' ? 'Suspended' : 'Degraded', sleep.message);
  return health(PHASES.get(text(object, 'status.phase') ?? '') ?? 'Unknown', why);
};

/** CloudNativePG. */
export const POSTGRESQL_CNPG_IO = inGroup('postgresql.cnpg.io', { Cluster: CLUSTER });
