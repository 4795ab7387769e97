import { isList } from '../../../../base/json-value.ts';
import { type HealthStatus, health } from '../../health.ts';
import { elasticUnknown } from '../families/elastic.ts';
import { nodesReady } from '../families/percona.ts';
import { at, byState, firstOf, inGroup, type StateCase, shown } from '../vocabulary/index.ts';

const ready: (status: HealthStatus) => StateCase = (status) => (_state, object) => health(status, nodesReady(object));

const failed: StateCase = (_state, object) => {
  const messages = at(object, 'status.message');
  const said = isList(messages) ? messages.map(shown).join(', ') : '';
  return health('Degraded', `Cluster is on error: ${said}`);
};

/** Percona's operator for MySQL. */
export const PXC_PERCONA_COM = inGroup('pxc.percona.com', {
  PerconaXtraDBCluster: firstOf(
    [
      byState('status.state', {
        initializing: ready('Progressing'),
        ready: ready('Healthy'),
        paused: health('Unknown', 'Cluster is paused'),
        stopping: (_state, object) => health('Degraded', `Cluster is stopping (${nodesReady(object)})`),
        error: failed,
      }),
    ],
    elasticUnknown('Cluster'),
  ),
});
