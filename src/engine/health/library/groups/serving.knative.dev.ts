import { health } from '../../health.ts';
import { type Check, type Condition, conditionsIn, has, inGroup } from '../vocabulary/index.ts';

const NEEDED: readonly (string | undefined)[] = ['ConfigurationsReady', 'RoutesReady', 'Ready'];

/** `Ready is False, since Reason. Message` and a line feed. */
function line({ type, status, reason: why = '', message = '' }: Condition): string {
  const since = why === '' ? '' : `, since ${why}.`;
  return `${type ?? ''} is ${status}${since}${message === '' ? '' : ` ${message}`}\n`;
}

const SERVICE: Check = (object) => {
  if (!has(object, 'status.conditions')) return health('Progressing', 'Waiting for status update.');
  const conditions = conditionsIn(object);
  const good = conditions.filter(({ type, status }) => status === 'True' && NEEDED.includes(type));
  const bad = conditions.filter(({ status }) => status === 'False' || status === 'Unknown');
  if (good.length === NEEDED.length && bad.length === 0) return health('Healthy', 'Knative Service is healthy.');
  const isFailed = bad.some(({ status }) => status === 'False');
  return health(isFailed ? 'Degraded' : 'Progressing', bad.map(line).join(''));
};

/** Knative Serving. */
export const SERVING_KNATIVE_DEV = inGroup('serving.knative.dev', { Service: SERVICE });
