import { health } from '../../health.ts';
import { type Check, type Condition, conditionsIn, has, holds, inGroup, text } from '../vocabulary/index.ts';

/** ` | 2: Ready | False | Reason | Message`, without the parts that are absent. */
function part({ type, status, reason: why = '', message = '' }: Condition, number: number): string {
  const said = [`${number}: ${type ?? ''}`, status ?? '', why, message];
  return said.map((word, index) => (index > 1 && word === '' ? '' : ` | ${word}`)).join('');
}

/** That a service is stopped is told by one condition, on purpose; it says nothing of the others. */
const INFERENCE_SERVICE: Check = (object) => {
  if (!has(object, 'status.conditions')) {
    return health('Progressing', 'Waiting for InferenceService to report status...');
  }
  if (holds(object, 'Stopped')) return health('Suspended', 'InferenceService is Stopped');
  const transition = text(object, 'status.modelStatus.transitionStatus') ?? 'UpToDate';
  const parts = conditionsIn(object).flatMap((condition, index) =>
    condition.status === 'True' || condition.type === 'Stopped' ? [] : [part(condition, index + 1)],
  );
  if (transition === 'UpToDate' && parts.length === 0) return health('Healthy', 'InferenceService is healthy.');
  const begin = transition === 'UpToDate' ? '' : `0: transitionStatus | ${transition}`;
  const works = transition === 'UpToDate' || transition === 'InProgress';
  return health(works ? 'Progressing' : 'Degraded', `${begin}${parts.join('')}`);
};

/** KServe. */
export const SERVING_KSERVE_IO = inGroup('serving.kserve.io', { InferenceService: INFERENCE_SERVICE });
