import { health } from '../../health.ts';
import { type Check, type Condition, conditionOf, inGroup } from '../vocabulary/index.ts';

/** Atlas: the reason of the Ready condition is what users read. `isBusy` tells work from failure. */
function atlas(isBusy: (ready: Condition) => boolean): Check {
  return (object) => {
    const ready = conditionOf(object, 'Ready');
    if (ready === undefined) return health('Progressing', 'Waiting for Atlas Operator');
    if (ready.status === 'True') return health('Healthy', ready.reason);
    return health(isBusy(ready) ? 'Progressing' : 'Degraded', ready.reason);
  };
}

/** Database schemas by Atlas. */
export const DB_ATLASGO_IO = inGroup('db.atlasgo.io', {
  AtlasMigration: atlas(({ reason: why }) => why === 'Reconciling'),
  AtlasSchema: atlas(({ message }) => message === 'Reconciling' || message === 'GettingDevDB'),
});
