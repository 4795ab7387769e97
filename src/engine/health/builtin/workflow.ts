import { textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';

/** Workflow of Argo Workflows: its phase, in the workflow's own words. Hooks may be workflows. */
export const WORKFLOW: HealthCheck = { groups: ['argoproj.io'], kind: 'Workflow', check };

function check(object: KubeObject): Health {
  const message = textAt(object, 'status', 'message');
  switch (textAt(object, 'status', 'phase') ?? '') {
    case '':
    case 'Pending':
    case 'Running':
      return health('Progressing', message);
    case 'Succeeded':
      return health('Healthy', message);
    case 'Failed':
    case 'Error':
      return health('Degraded', message);
    default:
      return health('Unknown', message);
  }
}
