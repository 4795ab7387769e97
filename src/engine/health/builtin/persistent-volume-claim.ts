import { textAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { type Health, health } from '../health.ts';
import type { HealthCheck } from '../health-check.ts';

/** PersistentVolumeClaim (features D7): its phase. */
export const PERSISTENT_VOLUME_CLAIM: HealthCheck = { groups: [''], kind: 'PersistentVolumeClaim', check };

function check(object: KubeObject): Health {
  switch (textAt(object, 'status', 'phase')) {
    case 'Bound':
      return health('Healthy');
    case 'Pending':
      return health('Progressing');
    case 'Lost':
      return health('Degraded');
    default:
      return health('Unknown');
  }
}
