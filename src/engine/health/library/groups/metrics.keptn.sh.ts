import { health } from '../../health.ts';
import { at, type Check, has, inGroup, text } from '../vocabulary/index.ts';

/** An analysis that passes with warnings has passed. */
const ANALYSIS: Check = (object) => {
  const pass = at(object, 'status.pass');
  if (pass === true) return health('Healthy', 'Analysis is healthy');
  if (at(object, 'status.warning') === true) return health('Healthy', 'Analysis is healthy with warnings');
  return pass === false ? health('Degraded', 'Analysis is degraded') : health('Progressing', 'Analysis is progressing');
};

const METRIC: Check = (object) => {
  if ((text(object, 'status.errMsg') ?? '') !== '') return health('Degraded', 'KeptnMetric is degraded');
  return has(object, 'status.value')
    ? health('Healthy', 'KeptnMetric is healthy')
    : health('Progressing', 'KeptnMetric is progressing');
};

/** Keptn. */
export const METRICS_KEPTN_SH = inGroup('metrics.keptn.sh', { Analysis: ANALYSIS, KeptnMetric: METRIC });
