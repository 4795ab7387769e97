/** Live clusters: what runs where, kept by one list and watch per kind and cluster. */
import type { LiveCluster, LiveClusters } from '../../ports/live-cluster.ts';
import type { LiveDependencies } from './dependencies.ts';
import { WatchedCluster } from './watched-cluster.ts';

export type { ClusterAccess, LiveDependencies, RespectRbac } from './dependencies.ts';

/** Follows nothing until a cluster is asked for. Who made it closes it; the connections belong to who gave them. */
export function createLiveClusters(deps: LiveDependencies): LiveClusters {
  const clusters = new Map<string, LiveCluster>();
  return {
    get(server) {
      const found = clusters.get(server);
      if (found) return found;
      const made = new WatchedCluster(deps.connect(server), deps);
      clusters.set(server, made);
      return made;
    },
    known: () => [...clusters.values()],
    drop(server) {
      clusters.get(server)?.close();
      clusters.delete(server);
    },
    close() {
      for (const cluster of clusters.values()) cluster.close();
      clusters.clear();
    },
  };
}
