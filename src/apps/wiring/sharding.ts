/** Which clusters this controller looks after, by the environment and settings that Argo CD's controllers are given. */
import { hostname } from 'node:os';
import { AppError } from '../../base/errors.ts';
import { shardingAlgorithm, shardsOf } from '../../engine/sharding/shard-of.ts';
import type { Installation, InstallationPort } from '../../ports/settings.ts';
import type { ClusterLeases } from '../../services/leadership/index.ts';

export interface ShardPlace {
  /** How many share the clusters: `ARGOCD_CONTROLLER_REPLICAS`. */
  readonly replicas: number;
  /** Which of them this is: `ARGOCD_CONTROLLER_SHARD`, else the number at the end of the host's name. */
  readonly shard: number;
  /** `ARGOCD_CONTROLLER_SHARDING_ALGORITHM`; empty: the settings say. */
  readonly algorithm: string;
}

/** Throws `sharding.no-number` (user) where several share, and nothing says which of them this is. */
export function shardPlace(env: Readonly<Record<string, string | undefined>>, host = hostname()): ShardPlace {
  const replicas = Math.max(1, Number.parseInt(env['ARGOCD_CONTROLLER_REPLICAS'] ?? '1', 10) || 1);
  const algorithm = env['ARGOCD_CONTROLLER_SHARDING_ALGORITHM'] ?? '';
  const named = env['ARGOCD_CONTROLLER_SHARD'] ?? '';
  if (replicas === 1) return { replicas, shard: 0, algorithm };
  const [, number] = /^(\d+)$/.exec(named) ?? /-(\d+)$/.exec(host) ?? [];
  if (number !== undefined) return { replicas, shard: Number(number), algorithm };
  throw new AppError({
    code: 'sharding.no-number',
    kind: 'user',
    message: `ARGOCD_CONTROLLER_REPLICAS is ${replicas}, but nothing says which of them this controller is`,
    hint: 'Run it in a StatefulSet, whose pods are numbered, or set ARGOCD_CONTROLLER_SHARD.',
  });
}

/** The clusters of a place; all of them where it is the only one. */
export function clustersOf(place: ShardPlace, { clusters, settings }: Installation): readonly string[] | 'all' {
  const { replicas, shard } = place;
  if (replicas === 1) return 'all';
  const word = place.algorithm || (settings.commandParameters['controller.sharding.algorithm'] ?? '');
  const known = clusters.map(({ server, id = '', shard: pinned }) => ({ server, id, shard: pinned }));
  const shards = shardsOf(known, { replicas, algorithm: shardingAlgorithm(word) });
  return clusters.flatMap(({ server }) => (shards.get(server) === shard ? [server] : []));
}

/** Assigns from now on what the newest settings and clusters say. Returns the end of that. */
export function followSharding(installation: InstallationPort, place: ShardPlace, leases: ClusterLeases): () => void {
  let last = '';
  const assign = (newest: Installation): void => {
    const clusters = clustersOf(place, newest);
    if (last === String(clusters)) return;
    last = String(clusters);
    leases.assign(clusters);
  };
  assign(installation.current());
  return installation.subscribe(assign);
}
