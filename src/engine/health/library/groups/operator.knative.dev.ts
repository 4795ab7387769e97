import { health } from '../../health.ts';
import { numberedConditions } from '../families/numbered-conditions.ts';
import { type Check, conditionsIn, has, inGroup } from '../vocabulary/index.ts';

interface Words {
  /** Conditions that all have to be True. */
  readonly needed: readonly string[];
  /** The condition that means work in progress by being False; any that is Unknown does. */
  readonly working: string;
}

function knative(kind: string, { needed, working }: Words): Check {
  return (object) => {
    if (!has(object, 'status.conditions')) return health('Progressing', `Waiting for ${kind}`);
    const conditions = conditionsIn(object);
    const message = numberedConditions(conditions);
    const isWorking = conditions.some(
      ({ type, status }) => status === 'Unknown' || (type === working && status === 'False'),
    );
    if (isWorking) return health('Progressing', message);
    const good = conditions.filter(({ type = '', status }) => status === 'True' && needed.includes(type));
    return good.length === needed.length ? health('Healthy', `${kind} is healthy.`) : health('Degraded', message);
  };
}

/** Knative operator. */
export const OPERATOR_KNATIVE_DEV = inGroup('operator.knative.dev', {
  KnativeEventing: knative('KnativeEventing', { needed: ['Ready', 'InstallSucceeded'], working: 'Ready' }),
  KnativeServing: knative('KnativeServing', {
    needed: ['Ready', 'InstallSucceeded', 'DependenciesInstalled', 'DeploymentsAvailable'],
    working: 'DeploymentsAvailable',
  }),
});
