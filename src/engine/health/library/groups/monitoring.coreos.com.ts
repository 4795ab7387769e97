import { health } from '../../health.ts';
import { type Check, conditionsIn, inGroup } from '../vocabulary/index.ts';

const PROMETHEUS: Check = (object) => {
  const available = conditionsIn(object).findLast(({ type }) => type === 'Available');
  if (available === undefined) return health('Progressing', 'Waiting for initialization');
  const { status, reason: why, message } = available;
  if (status === 'True') return health('Healthy', 'All instances are available');
  return health(why === 'SomePodsNotReady' ? 'Progressing' : 'Degraded', message ?? why);
};

/** Prometheus operator. */
export const MONITORING_COREOS_COM = inGroup('monitoring.coreos.com', { Prometheus: PROMETHEUS });
