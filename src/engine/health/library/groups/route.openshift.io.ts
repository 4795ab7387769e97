import { health } from '../../health.ts';
import { objectsAt } from '../../status-fields.ts';
import { type Check, conditionsIn, has, inGroup } from '../vocabulary/index.ts';

const ROUTE: Check = (object) => {
  const waiting = health('Progressing', 'Route is still getting admitted');
  if (!has(object, 'status.ingress')) return waiting;
  const routers = objectsAt(object, 'status', 'ingress');
  const admissions = routers
    .flatMap((router) => conditionsIn(router, 'conditions'))
    .filter(({ type }) => type === 'Admitted')
    .map(({ status }) => status);
  if (admissions.filter((status) => status === 'True').length >= routers.length) {
    return health('Healthy', 'Route is healthy');
  }
  return admissions.includes('False') ? health('Degraded', 'Route is degraded') : waiting;
};

/** OpenShift: every router has to admit a route. */
export const ROUTE_OPENSHIFT_IO = inGroup('route.openshift.io', { Route: ROUTE });
