import { health } from '../../health.ts';
import { byState, type Check, firstOf, inGroup } from '../vocabulary/index.ts';

function keptn(name: string, path = 'status.status'): Check {
  return firstOf(
    [
      byState(path, {
        Succeeded: health('Healthy', `${name} is healthy`),
        Failed: health('Degraded', `${name} is degraded`),
      }),
    ],
    health('Progressing', `${name} is progressing`),
  );
}

/** Keptn. */
export const LIFECYCLE_KEPTN_SH = inGroup('lifecycle.keptn.sh', {
  KeptnAppVersion: keptn('KeptnAppVersion'),
  KeptnEvaluation: keptn('KeptnEvaluation', 'status.overallStatus'),
  KeptnTask: keptn('KeptnTask'),
  KeptnWorkloadInstance: keptn('KeptnWorkloadInstance'),
  KeptnWorkloadVersion: keptn('KeptnWorkloadVersion'),
});
