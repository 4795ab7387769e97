import { health } from '../../health.ts';
import { type Check, conditionsIn, has, inGroup } from '../vocabulary/index.ts';

/** Whatever is not ready is a failure, also while it is tried again. */
const RECEIVER: Check = (object) => {
  if (!has(object, 'status.conditions')) return health('Progressing', 'Status unknown');
  const conditions = conditionsIn(object);
  const ready = conditions.filter(({ type }) => type === 'Ready');
  const isReady = ready.filter(({ status }) => status === 'True').length === 1;
  return health(isReady ? 'Healthy' : 'Degraded', ready.at(-1)?.reason);
};

/** Flux, notifications. */
export const NOTIFICATION_TOOLKIT_FLUXCD_IO = inGroup('notification.toolkit.fluxcd.io', { Receiver: RECEIVER });
