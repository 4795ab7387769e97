import { health } from '../../health.ts';
import { type Check, conditionsIn, inGroup } from '../vocabulary/index.ts';

interface Scaler {
  /** Conditions, as `Type=Status`, that show that it does not scale. */
  readonly bad: readonly string[];
  readonly waiting: string;
}

/** The last word of those that count is what users read. One that is paused has to be ready too. */
function scaler({ bad, waiting }: Scaler): Check {
  return (object) => {
    const told = conditionsIn(object).map(({ type, status, message }) => ({ test: `${type}=${status}`, message }));
    const counts = told.filter(({ test }) => [...bad, 'Ready=True', 'Paused=True'].includes(test));
    const message = counts.at(-1)?.message;
    const has = (test: string) => counts.some((one) => one.test === test);
    if (bad.some(has)) return health('Degraded', message);
    if (!has('Ready=True')) return health('Progressing', waiting);
    return health(has('Paused=True') ? 'Suspended' : 'Healthy', message);
  };
}

/** KEDA. */
export const KEDA_SH = inGroup('keda.sh', {
  ScaledJob: scaler({ bad: ['Ready=False', 'Ready=Unknown'], waiting: 'Waiting for ScaledJob' }),
  ScaledObject: scaler({ bad: ['Ready=False', 'Fallback=True'], waiting: 'Creating HorizontalPodAutoscaler Object' }),
});
