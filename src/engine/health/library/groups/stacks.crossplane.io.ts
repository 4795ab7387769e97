import { health } from '../../health.ts';
import { type Check, conditionsIn, inGroup } from '../vocabulary/index.ts';

/** Users read the reason of the last Ready condition until one is True. */
const STACK: Check = (object) => {
  const ready = conditionsIn(object, 'status', 'conditionedStatus', 'conditions').filter(
    ({ type }) => type === 'Ready',
  );
  const installed = ready.find(({ status }) => status === 'True');
  if (installed !== undefined) return health('Healthy', installed.reason);
  const last = ready.at(-1);
  return health('Progressing', last === undefined ? 'Waiting for stack to be installed' : last.reason);
};

/** Crossplane's first packages. */
export const STACKS_CROSSPLANE_IO = inGroup('stacks.crossplane.io', { ClusterStackInstall: STACK });
