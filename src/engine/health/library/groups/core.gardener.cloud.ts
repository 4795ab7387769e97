import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { type Health, health } from '../../health.ts';
import { type Check, conditionsIn, inGroup, text } from '../vocabulary/index.ts';

const LABEL = 'shoot.gardener.cloud/status';
const UNHEALTHY = 'Component state: Unhealthy';
/** An unhealthy shoot may be at work on itself for so long before it counts. */
const PATIENCE = 15 * 60 * 1000;

/** A condition that is not True and young enough says that the shoot is at work. Without a clock nothing is young. */
function unhealthy(object: KubeObject, now: number | undefined): Health {
  const broken = conditionsIn(object).find(({ status }) => status !== 'True');
  if (broken === undefined) return health('Degraded', UNHEALTHY);
  const since = Date.parse(text(broken.entry, 'lastTransitionTime') ?? '');
  const isYoung = now !== undefined && !Number.isNaN(since) && now - since < PATIENCE;
  return isYoung
    ? health('Progressing', 'Component state: Reconcile - status unhealthy (< 15 minutes)')
    : health('Degraded', `${UNHEALTHY} (> 15 minutes)`);
}

/** Gardener tells the state of a shoot by a label. */
const SHOOT: Check = (object, now) => {
  switch (object.metadata.labels?.[LABEL]) {
    case 'healthy':
      return health('Healthy', 'Component state: Healthy');
    case 'progressing':
      return health('Progressing', 'Component state: Update in progress');
    case 'unhealthy':
      return unhealthy(object, now);
    case 'unknown':
      return health('Unknown', 'Component state: Unknown');
    default:
      return health('Progressing', 'Update in progress');
  }
};

/** Gardener. */
export const CORE_GARDENER_CLOUD = inGroup('core.gardener.cloud', { Shoot: SHOOT });
