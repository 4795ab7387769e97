import { health } from '../../health.ts';
import { type Check, conditionsIn, count, has, inGroup } from '../vocabulary/index.ts';

const SPIN_APP: Check = (object) => {
  if (!has(object, 'status')) return health('Degraded', 'No status available');
  const latest = (type: string) => conditionsIn(object).findLast((condition) => condition.type === type);
  const available = latest('Available');
  if (available?.status !== 'True') {
    return health('Degraded', available && (available.message ?? 'Application availability status'));
  }
  const ready = count(object, 'status.readyReplicas') ?? 0;
  const wanted = count(object, 'spec.replicas') ?? 1;
  if (ready < wanted) return health('Progressing', `Waiting for replicas to be ready (${ready}/${wanted})`);
  const progress = latest('Progressing');
  if (progress?.status === 'True') return health('Progressing', progress.message ?? 'Application progress status');
  return health('Healthy', `Application is healthy with ${ready}/${wanted} replicas ready`);
};

/** SpinKube. */
export const CORE_SPINKUBE_DEV = inGroup('core.spinkube.dev', { SpinApp: SPIN_APP });
