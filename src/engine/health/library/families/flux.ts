import { health } from '../../health.ts';
import { at, type Check, type Condition, conditionsIn, has } from '../vocabulary/index.ts';

/** The controllers of Flux: Ready, and Reconciling while they are at work. Users read the reason of Ready. */
export interface FluxWords {
  /** The status of Ready that, together with Reconciling, shows that the controller is at work. */
  readonly unready: 'Unknown' | 'False';
  /** Reasons of Reconciling that count; all where none are given. */
  readonly working?: readonly string[];
  /** Conditions of which one has to be True besides Ready. */
  readonly alsoNeeds?: readonly string[];
  /** False for kinds whose `spec.suspend` is not looked at. */
  readonly suspends?: boolean;
}

/** A suspended resource is Suspended whatever else it says. */
export function flux({ unready, working, alsoNeeds = [], suspends = true }: FluxWords): Check {
  return (object) => {
    if (suspends && at(object, 'spec.suspend') === true) {
      return health('Suspended', `${object.kind} is suspended`);
    }
    if (!has(object, 'status.conditions')) return health('Progressing', 'Status unknown');
    const conditions = conditionsIn(object);
    const having = (type: string, status: string) => {
      return conditions.filter((condition) => condition.type === type && condition.status === status);
    };
    const message = reasonsOf(conditions);
    const busy = having('Reconciling', 'True').filter(({ reason: why = '' }) => working?.includes(why) ?? true);
    if (having('Ready', unready).length + busy.length === 2) return health('Progressing', message);
    const good = ['Ready', ...alsoNeeds].flatMap((type) => having(type, 'True')).length;
    return health(good === (alsoNeeds.length > 0 ? 2 : 1) ? 'Healthy' : 'Degraded', message);
  };
}

/** The reason of Ready; after it that of an artifact that is older than its source. */
function reasonsOf(conditions: readonly Condition[]): string {
  let told = '';
  for (const { type, status, reason: why = '' } of conditions) {
    if (type === 'Ready') told = why;
    else if (type === 'ArtifactOutdated' && status === 'True') told = `${told} ${why}`;
  }
  return told;
}
