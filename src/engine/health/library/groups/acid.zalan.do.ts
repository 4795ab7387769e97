import { health } from '../../health.ts';
import { byState, firstOf, inGroup, inItsWords } from '../vocabulary/index.ts';

/** Zalando's PostgreSQL operator. All other states are failures: CreateFailed, UpdateFailed, SyncFailed, Invalid. */
export const ACID_ZALAN_DO = inGroup('acid.zalan.do', {
  postgresql: firstOf(
    [
      byState(
        'status.PostgresClusterStatus',
        { Running: inItsWords('Healthy'), Creating: inItsWords('Progressing'), Updating: inItsWords('Progressing') },
        inItsWords('Degraded'),
      ),
    ],
    health('Progressing', 'Waiting for postgres cluster status...'),
  ),
});
