import type { KubeObject } from '../../../../kube/object/kube-object.ts';
import { health } from '../../health.ts';
import { type Check, type Condition, conditionsIn, count, has, inGroup, text } from '../vocabulary/index.ts';

const WAITING = 'Waiting for status';

/** The condition Valid, where it was made for the newest spec. */
function currentValid(object: KubeObject): Condition | undefined {
  const generation = count(object, 'metadata.generation');
  return conditionsIn(object).find(
    ({ type, status, entry }) =>
      type === 'Valid' &&
      (status === 'True' || status === 'False') &&
      count(entry, 'observedGeneration') === generation,
  );
}

/** Without conditions there is only a status that nobody has filled yet. */
const HTTP_PROXY: Check = (object) => {
  const description = text(object, 'status.description');
  const valid = currentValid(object);
  if (valid !== undefined) return health(valid.status === 'True' ? 'Healthy' : 'Degraded', description);
  const early = !has(object, 'status.conditions') && has(object, 'status.currentStatus');
  return health('Progressing', early ? description : WAITING);
};

const EXTENSION_SERVICE: Check = (object) => {
  const valid = currentValid(object);
  if (valid === undefined) return health('Progressing', WAITING);
  return health(valid.status === 'True' ? 'Healthy' : 'Degraded', valid.message);
};

/** Contour. */
export const PROJECTCONTOUR_IO = inGroup('projectcontour.io', {
  ExtensionService: EXTENSION_SERVICE,
  HTTPProxy: HTTP_PROXY,
});
