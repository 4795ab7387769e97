import { health } from '../../health.ts';
import { elasticUnknown } from '../families/elastic.ts';
import { byState, count, firstOf, has, inGroup, type StateCase } from '../vocabulary/index.ts';

const PROGRESSING = health('Progressing', 'Elastic Beat phase is progressing');
const UNKNOWN = elasticUnknown('Elastic Beat');

const deploying: StateCase = (_state, object) => {
  const available = count(object, 'status.availableNodes');
  const expected = count(object, 'status.expectedNodes');
  if (available === undefined || expected === undefined) return PROGRESSING;
  const message = `Elastic Beat status is deploying, there is ${available} instance(s) on ${expected} expected`;
  return health('Progressing', message);
};

/** Elastic Cloud on Kubernetes. */
export const BEAT_K8S_ELASTIC_CO = inGroup('beat.k8s.elastic.co', {
  Beat: firstOf(
    [
      byState(
        'status.health',
        {
          red: health('Degraded', 'Elastic Beat status is Red'),
          green: health('Healthy', 'Elastic Beat status is Green'),
          yellow: deploying,
        },
        UNKNOWN,
      ),
      (object) => (has(object, 'status.expectedNodes') ? PROGRESSING : undefined),
    ],
    UNKNOWN,
  ),
});
