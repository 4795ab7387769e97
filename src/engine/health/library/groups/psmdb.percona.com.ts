import { type HealthStatus, health } from '../../health.ts';
import { nodesReady } from '../families/percona.ts';
import { has, inGroup, text } from '../vocabulary/index.ts';

const STATES: ReadonlyMap<string, HealthStatus> = new Map([
  ['initializing', 'Progressing'],
  ['ready', 'Healthy'],
  ['error', 'Degraded'],
  ['stopping', 'Progressing'],
  ['paused', 'Suspended'],
]);

/** Percona's operator for MongoDB. */
export const PSMDB_PERCONA_COM = inGroup('psmdb.percona.com', {
  PerconaServerMongoDB: (object) => {
    if (!has(object, 'status')) return health('Unknown', 'Cluster status is unknown');
    return health(STATES.get(text(object, 'status.state') ?? '') ?? 'Unknown', nodesReady(object));
  },
});
