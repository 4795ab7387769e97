/** Which controller looks after which cluster, by Argo CD's settings (operator manual, "High availability"). */

export interface ShardedCluster {
  readonly server: string;
  /** Uid of its Secret; empty where it has none. */
  readonly id: string;
  /** As its Secret says; undefined where it says nothing. */
  readonly shard: number | undefined;
}

export type ShardingAlgorithm = 'legacy' | 'round-robin' | 'consistent-hashing';

export interface Sharding {
  readonly replicas: number;
  readonly algorithm: ShardingAlgorithm;
}

/** The word of `controller.sharding.algorithm`; what is none of its words is the usual one. */
export function shardingAlgorithm(word: string): ShardingAlgorithm {
  return word === 'round-robin' || word === 'consistent-hashing' ? word : 'legacy';
}

/**
 * Shards by server. The Secret's own word counts where there is such a shard; else `legacy` goes by the Secret's uid,
 * `round-robin` by its place among all of them, `consistent-hashing` by a ranking that moves few clusters when the number of
 * shards changes and gives none of them a quarter more than its part.
 */
export function shardsOf(clusters: readonly ShardedCluster[], sharding: Sharding): ReadonlyMap<string, number> {
  const { replicas, algorithm } = sharding;
  const shards = new Map<string, number>();
  const free: ShardedCluster[] = [];
  for (const cluster of clusters) {
    const { server, shard } = cluster;
    if (shard !== undefined && shard >= 0 && shard < replicas) shards.set(server, shard);
    else free.push(cluster);
  }
  const ordered = free.toSorted((left, right) => compare(left.id, right.id) || compare(left.server, right.server));
  if (algorithm === 'consistent-hashing') return new Map([...shards, ...ranked(ordered, replicas)]);
  for (const [place, { server, id }] of ordered.entries()) {
    shards.set(server, algorithm === 'round-robin' ? place % replicas : id === '' ? 0 : fnv32a(id) % replicas);
  }
  return shards;
}

/** How much more than its part a shard takes at most. */
const LOAD = 1.25;

function ranked(clusters: readonly ShardedCluster[], replicas: number): ReadonlyMap<string, number> {
  const most = Math.ceil((clusters.length / replicas) * LOAD);
  const loads = new Array<number>(replicas).fill(0);
  return new Map(
    clusters.map(({ server, id }) => {
      const ranking = loads
        .map((load, shard) => ({ shard, load, rank: fnv32a(`${shard}:${id}:${server}`) }))
        .filter(({ load }) => load < most)
        .sort((left, right) => right.rank - left.rank);
      const shard = ranking[0]?.shard ?? 0;
      loads[shard] = (loads[shard] ?? 0) + 1;
      return [server, shard];
    }),
  );
}

/** FNV-1a of 32 bits over UTF-8 (draft-eastlake-fnv), as Go's hash/fnv. */
export function fnv32a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
