import { health } from '../../health.ts';
import { type Check, conditionsIn, inGroup } from '../vocabulary/index.ts';

const ADVERTISE_ERRORS: readonly (string | undefined)[] = ['AdvertiseError', 'UnadvertiseError'];

const INSTANCE: Check = (object) => {
  const latest = (type: string) => conditionsIn(object).findLast((condition) => condition.type === type);
  const adopted = latest('Adopted');
  if (adopted?.status === 'False') return health('Degraded', adopted.message);
  const advertised = latest('Advertised');
  if (ADVERTISE_ERRORS.includes(advertised?.reason)) return health('Degraded', advertised?.message);
  const found = latest('Discoverable');
  if (found?.reason === 'DiscoveryError') return health('Unknown', found.message);
  return health(found?.status === 'True' ? 'Healthy' : 'Progressing', found?.message);
};

/** Proclaim. */
export const PROCLAIM_DOGMATIQ_IO = inGroup('proclaim.dogmatiq.io', { DNSSDServiceInstance: INSTANCE });
