import { health } from '../../health.ts';
import { conditionsIn, firstOf, has, inGroup, type Rule } from '../vocabulary/index.ts';

const AVAILABLE = health('Healthy', '3scale APIManager is available');

/** All deployments are ready: none starts and none is stopped. */
const byDeployments: Rule = (object) => {
  const present = (list: string) => has(object, `status.deployments.${list}`);
  return present('ready') && !present('starting') && !present('stopped') ? AVAILABLE : undefined;
};

/** Not available for no reason is told by the next condition, or not at all. */
const byAvailable: Rule = (object) => {
  for (const { type, status, reason: why = '' } of conditionsIn(object)) {
    if (type !== 'Available') continue;
    if (status === 'True') return AVAILABLE;
    if (why !== '') return health('Degraded', `3scale APIManager is degraded: ${why}`);
  }
  return undefined;
};

/** Red Hat 3scale API Management. */
export const APPS_3SCALE_NET = inGroup('apps.3scale.net', {
  APIManager: firstOf([byDeployments, byAvailable], health('Progressing', 'Waiting for 3scale APIManager status...')),
});
