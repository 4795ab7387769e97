import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fnv32a, type ShardedCluster, type ShardingAlgorithm, shardingAlgorithm, shardsOf } from './shard-of.ts';

function clustersOf(count: number): readonly ShardedCluster[] {
  return Array.from({ length: count }, (_, at) => ({ server: `https://c-${at}`, id: `uid-${at}`, shard: undefined }));
}

test.each([
  ['', 0x811c9dc5],
  ['a', 0xe40c292c],
  ['foobar', 0xbf9cf968],
])('the hash of %j is that of the reference', (text, hash) => {
  expect(fnv32a(text)).toBe(hash);
});

test('the usual way goes by the uid, and the cluster without a Secret is of the first shard', () => {
  const clusters = [...clustersOf(2), { server: 'https://home', id: '', shard: undefined }];
  const shards = shardsOf(clusters, { replicas: 3, algorithm: 'legacy' });
  expect([...shards.values()].toSorted()).toEqual([0, fnv32a('uid-0') % 3, fnv32a('uid-1') % 3].toSorted());
  expect(shards.get('https://home')).toBe(0);
});

test('round-robin gives each shard as many as the others', () => {
  const shards = shardsOf(clustersOf(9), { replicas: 3, algorithm: 'round-robin' });
  expect([0, 1, 2].map((shard) => [...shards.values()].filter((it) => it === shard).length)).toEqual([3, 3, 3]);
});

test('the word of a Secret counts, unless there is no such shard', () => {
  const [first, second] = clustersOf(2).map((cluster, at) => ({ ...cluster, shard: at === 0 ? 2 : 7 }));
  const shards = shardsOf(
    [first, second].flatMap((it) => it ?? []),
    { replicas: 3, algorithm: 'round-robin' },
  );
  expect([...shards]).toEqual([
    ['https://c-0', 2],
    ['https://c-1', 0],
  ]);
});

test('consistent hashing moves few clusters when a shard goes, and overloads none', () => {
  const clusters = clustersOf(100);
  const ten = shardsOf(clusters, { replicas: 10, algorithm: 'consistent-hashing' });
  const nine = shardsOf(clusters, { replicas: 9, algorithm: 'consistent-hashing' });
  expect(clusters.filter(({ server }) => ten.get(server) !== nine.get(server)).length).toBeLessThan(40);
  const loads = Array.from({ length: 10 }, (_, shard) => [...ten.values()].filter((it) => it === shard).length);
  expect(Math.max(...loads)).toBeLessThanOrEqual(13);
});

test('each cluster has one shard that there is, whatever the settings', () => {
  const algorithm = fc.constantFrom<ShardingAlgorithm>('legacy', 'round-robin', 'consistent-hashing');
  const shard = fc.option(fc.integer({ min: -2, max: 8 }), { nil: undefined });
  const cluster = fc.record({ server: fc.webUrl(), id: fc.string(), shard });
  fc.assert(
    fc.property(fc.array(cluster), fc.integer({ min: 1, max: 6 }), algorithm, (clusters, replicas, way) => {
      const shards = shardsOf(clusters, { replicas, algorithm: way });
      expect(new Set(shards.keys())).toEqual(new Set(clusters.map(({ server }) => server)));
      expect([...shards.values()].every((it) => Number.isInteger(it) && it >= 0 && it < replicas)).toBe(true);
    }),
    { numRuns: 100 },
  );
});

test.each([
  ['', 'legacy'],
  ['round-robin', 'round-robin'],
  ['consistent-hashing', 'consistent-hashing'],
  ['something', 'legacy'],
])('the algorithm %j is %s', (word, algorithm) => {
  expect(shardingAlgorithm(word)).toBe(algorithm);
});
