import { health } from '../../health.ts';
import { type Check, conditionsIn, has } from '../vocabulary/index.ts';

/** The first AWS provider of Crossplane, whose kinds have groups of their own: conditions Ready and Synced together. */

export interface AwsWords {
  /** Said while it is not ready yet. */
  readonly available: string;
  /** Said before the first condition. */
  readonly created: string;
}

export function awsClassic({ available, created }: AwsWords): Check {
  return (object) => {
    if (!has(object, 'status.conditions')) return health('Progressing', created);
    const conditions = conditionsIn(object);
    const ready = conditions.findLast(({ type }) => type === 'Ready');
    const syncs = conditions.filter(({ type }) => type === 'Synced');
    const isSynced = syncs.at(-1)?.status === 'True';
    if (isSynced) {
      return ready?.status === 'True' ? health('Healthy', ready.reason) : health('Progressing', available);
    }
    if (syncs.some(({ reason: why }) => why === 'ReconcilePaused')) return health('Suspended', 'ReconcilePaused');
    return health('Degraded', syncs.findLast(({ reason: why }) => why === 'ReconcileError')?.message);
  };
}
