import { health } from '../../health.ts';
import { byState, firstOf, inGroup, inItsWords } from '../vocabulary/index.ts';

const FAILURES: readonly string[] = [
  'Statefulset not controlled by operator',
  'Another MinIO Tenant already exists in the namespace',
  'Tenant credentials are not set properly',
  'Different versions across MinIO Pools',
  'Pool Decommissioning Not Allowed',
];

/** MinIO operator: its states are sentences; all that it does not fail in it is at work in. */
export const MINIO_MIN_IO = inGroup('minio.min.io', {
  Tenant: firstOf(
    [
      byState('status.currentState', { Initialized: inItsWords('Healthy') }, (state) =>
        health(FAILURES.includes(state) ? 'Degraded' : 'Progressing', state),
      ),
    ],
    health('Progressing', 'No status info available'),
  ),
});
