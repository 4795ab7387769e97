import { type HealthStatus, health } from '../../health.ts';
import { byState, firstOf, inGroup, type StateCase, text } from '../vocabulary/index.ts';

/** The state of the job and where it can be seen. */
function job(status: HealthStatus): StateCase {
  return (state, object) => health(status, `${state} job - ${text(object, 'status.ansibleJobResult.url') ?? ''}`);
}

/** Ansible Automation Platform. */
export const TOWER_ANSIBLE_COM = inGroup('tower.ansible.com', {
  AnsibleJob: firstOf(
    [
      byState('status.ansibleJobResult.status', {
        successful: job('Healthy'),
        failed: job('Degraded'),
        error: job('Degraded'),
        canceled: job('Degraded'),
        new: job('Progressing'),
        pending: job('Progressing'),
        waiting: job('Progressing'),
        running: job('Progressing'),
      }),
    ],
    health('Progressing', 'Waiting for AnsibleJob'),
  ),
});
