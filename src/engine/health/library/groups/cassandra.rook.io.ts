import { health } from '../../health.ts';
import { at, has, inGroup, objectsIn } from '../vocabulary/index.ts';

/** Cassandra by Rook: every rack has all its members ready. */
export const CASSANDRA_ROOK_IO = inGroup('cassandra.rook.io', {
  Cluster: (object) => {
    const waits = objectsIn(object, 'status.racks').some(([, rack]) => {
      return has(rack, 'members') && has(rack, 'readyMembers') && at(rack, 'members') !== at(rack, 'readyMembers');
    });
    const good = has(object, 'status.racks') && !waits;
    return good ? health('Healthy') : health('Progressing', 'Waiting for Cassandra Cluster');
  },
});
