import { expect, test } from 'vitest';
import type { ClusterRecord } from '../../ports/settings.ts';
import { memoryInstallation } from '../../testkit/memory-installation.ts';
import { clustersOf, shardPlace } from './sharding.ts';

test.each([
  ['nothing is said', {}, 'web', { replicas: 1, shard: 0, algorithm: '' }],
  [
    'a pod of a StatefulSet',
    { ARGOCD_CONTROLLER_REPLICAS: '3' },
    'controller-2',
    { replicas: 3, shard: 2, algorithm: '' },
  ],
  [
    'a number of its own',
    { ARGOCD_CONTROLLER_REPLICAS: '3', ARGOCD_CONTROLLER_SHARD: '1' },
    'controller-2',
    { replicas: 3, shard: 1, algorithm: '' },
  ],
  ['what is no number', { ARGOCD_CONTROLLER_REPLICAS: 'many' }, 'web', { replicas: 1, shard: 0, algorithm: '' }],
])('the place of a controller: %s', (_what, env, host, place) => {
  expect(shardPlace(env, host)).toEqual(place);
});

test('several without numbers are refused', () => {
  expect(() => shardPlace({ ARGOCD_CONTROLLER_REPLICAS: '2' }, 'web')).toThrow('nothing says which of them');
});

test('the clusters of a place, by the settings and the Secrets', () => {
  const nothing = {
    namespaces: [],
    clusterResources: true,
    project: '',
    labels: {},
    annotations: {},
    config: undefined,
  };
  const cluster = (name: string, more: Partial<ClusterRecord> = {}): ClusterRecord => {
    return { server: `https://${name}`, name, id: name, ...nothing, ...more };
  };
  const clusters = [cluster('a'), cluster('b'), cluster('c'), cluster('d', { shard: 1 })];
  const commandParameters = { 'controller.sharding.algorithm': 'round-robin' };
  const installation = memoryInstallation({ clusters, commandParameters }).current();
  const of = (shard: number, replicas: number) => clustersOf({ replicas, shard, algorithm: '' }, installation);
  expect([of(0, 2), of(1, 2)]).toEqual([
    ['https://a', 'https://c'],
    ['https://b', 'https://d'],
  ]);
  expect(of(0, 1)).toBe('all');
});
