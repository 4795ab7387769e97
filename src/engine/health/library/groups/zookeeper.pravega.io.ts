import { health } from '../../health.ts';
import { count, has, inGroup } from '../vocabulary/index.ts';

/** Zookeeper operator. */
export const ZOOKEEPER_PRAVEGA_IO = inGroup('zookeeper.pravega.io', {
  ZookeeperCluster: (object) => {
    const ready = count(object, 'status.readyReplicas');
    const joined = has(object, 'status') && ready !== 0 && ready === count(object, 'status.replicas');
    return joined
      ? health('Healthy', 'All ZK Nodes have joined the ensemble')
      : health('Progressing', 'Waiting for ZK Nodes to join the ensemble');
  },
});
