import { health } from '../../health.ts';
import { type Check, conditionsIn, has, inGroup } from '../vocabulary/index.ts';

const PROVIDER: Check = (object) => {
  if (!has(object, 'status.conditions')) return health('Progressing', 'Waiting for provider to be installed');
  const latest = (type: string) => conditionsIn(object).findLast((condition) => condition.type === type);
  const [installed, healthy] = [latest('Installed'), latest('Healthy')];
  const good = installed?.status === 'True' && healthy?.status === 'True';
  return health(good ? 'Healthy' : 'Degraded', `${installed?.reason ?? ''} ${healthy?.reason ?? ''}`);
};

/** Crossplane's packages. */
export const PKG_CROSSPLANE_IO = inGroup('pkg.crossplane.io', { Provider: PROVIDER });
