import { health } from '../../health.ts';
import { type Check, conditionsIn, has } from '../vocabulary/index.ts';

/** The first AWS provider of Crossplane, whose kinds have groups of their own: conditions Ready and Synced together. */

/** `name`: what users are told to wait for. */
export function awsClassic(name: string): Check {
  return (object) => {
    if (!has(object, 'status.conditions')) return health('Progressing', `Waiting for ${name} to be created`);
    const conditions = conditionsIn(object);
    const ready = conditions.findLast(({ type }) => type === 'Ready');
    const syncs = conditions.filter(({ type }) => type === 'Synced');
    const isPaused = syncs.some(({ reason: why }) => why === 'ReconcilePaused');
    if (syncs.at(-1)?.status === 'True') {
      if (ready?.status === 'True') return health('Healthy', ready.reason);
      if (!isPaused) return health('Progressing', `Waiting for ${name} to be available`);
    } else if (isPaused) return health('Suspended', 'ReconcilePaused');
    return health('Degraded', syncs.findLast(({ reason: why }) => why === 'ReconcileError')?.message);
  };
}
