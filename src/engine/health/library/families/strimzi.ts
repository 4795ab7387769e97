import { health } from '../../health.ts';
import { type Check, conditionsIn } from '../vocabulary/index.ts';

/** Strimzi: NotReady and Ready are two conditions. Some reasons of NotReady are only the beginning. */
export function strimzi(name: string, beginning: readonly string[] = []): Check {
  return (object) => {
    for (const { type, status, reason: why = '', message } of conditionsIn(object)) {
      if (status !== 'True') continue;
      if (type === 'NotReady' && !beginning.includes(why)) return health('Degraded', message);
      if (type === 'Ready') return health('Healthy');
    }
    return health('Progressing', `Waiting for ${name}`);
  };
}
