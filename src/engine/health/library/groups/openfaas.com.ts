import { health } from '../../health.ts';
import { type Check, conditionsIn, count, inGroup } from '../vocabulary/index.ts';

const FUNCTION: Check = (object) => {
  for (const { type, status, message } of conditionsIn(object)) {
    if (type === 'Ready' && status === 'False') return health('Degraded', message);
    if (type === 'Stalled' && status === 'True') return health('Degraded', message);
    if (type !== 'Ready' || status !== 'True') continue;
    const runs = (count(object, 'status.replicas') ?? 0) > 0;
    return runs ? health('Healthy', message) : health('Suspended', 'No replicas available');
  }
  return health('Progressing', 'Waiting for Function');
};

/** OpenFaaS: a function that was scaled to nothing is Suspended. */
export const OPENFAAS_COM = inGroup('openfaas.com', { Function: FUNCTION });
