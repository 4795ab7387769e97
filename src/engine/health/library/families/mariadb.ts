import { health } from '../../health.ts';
import { type Check, type Condition, conditionOf, conditionsIn, has } from '../vocabulary/index.ts';

/** The MariaDB operator, under its first and its later group. */

const NO_STATUS = health('Progressing', 'No status info available');

/** Every condition has to be good. Users read the first that is not, or the last. */
export function everyCondition(
  words: (condition: Condition) => string,
  isFailure: (condition: Condition) => boolean,
): Check {
  return (object) => {
    if (!has(object, 'status.conditions')) return NO_STATUS;
    const conditions = conditionsIn(object);
    const bad = conditions.find(({ status }) => status === 'False');
    if (bad !== undefined) return health(isFailure(bad) ? 'Degraded' : 'Progressing', words(bad));
    const last = conditions.at(-1);
    return health('Healthy', last && words(last));
  };
}

export const mariaDb = everyCondition(
  ({ message = '' }) => message,
  ({ reason: why }) => why === 'Failed',
);

/** Where Ready is absent, users read the last condition. */
export const mariaDbReady: Check = (object) => {
  const ready = conditionOf(object, 'Ready');
  if (ready !== undefined) return health(ready.status === 'True' ? 'Healthy' : 'Degraded', ready.message);
  const last = conditionsIn(object).at(-1);
  return last === undefined ? NO_STATUS : health('Progressing', last.message);
};

/** Where no condition decides, users read the last one. */
export const mariaDbJob: Check = (object) => {
  const words = ({ reason: why = '', message = '' }: Condition) => `${why} ${message}`;
  const ended = conditionsIn(object).find(
    ({ reason: why, status }) => status === 'True' && (why === 'JobComplete' || why === 'JobFailed'),
  );
  if (ended !== undefined) return health(ended.reason === 'JobComplete' ? 'Healthy' : 'Degraded', words(ended));
  const last = conditionsIn(object).at(-1);
  return last === undefined ? NO_STATUS : health('Progressing', words(last));
};
