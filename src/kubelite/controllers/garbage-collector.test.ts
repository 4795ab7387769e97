import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { workloadCluster } from '../../testkit/workload-cluster.ts';
import type { ServedResource } from './cluster-access.ts';
import { controllerReference } from './owned-objects.ts';
import { CONFIG_MAPS, DEPLOYMENTS, PODS, REPLICA_SETS } from './resources.ts';

const GATES: ServedResource = { group: 'x.io', version: 'v1', plural: 'gates', kind: 'Gate', namespaced: false };

function configMap(name: string, ...owners: readonly KubeObject[]): KubeObject {
  const ownerReferences = owners.map(controllerReference);
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...(owners.length > 0 ? { ownerReferences } : {}) } };
}

function deployment(): KubeObject {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'a' }] } },
    },
  };
}

const names = (cluster: ReturnType<typeof workloadCluster>) =>
  cluster.access
    .list(CONFIG_MAPS, 'default')
    .map((object) => object.metadata.name)
    .filter((name) => name !== 'kube-root-ca.crt');

test('deleting a Deployment in the background takes its sets and pods along', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment());
  cluster.access.delete(DEPLOYMENTS, 'default', 'web');
  expect(cluster.access.get(DEPLOYMENTS, 'default', 'web')).toBeUndefined();
  cluster.pass(0);
  expect([...cluster.access.list(REPLICA_SETS), ...cluster.access.list(PODS)]).toEqual([]);
  expect(cluster.failures).toEqual([]);
});

test('deleting in the foreground ends pods first, then the set, then the Deployment', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment());
  const order: string[] = [];
  cluster.access.subscribe(({ type, object }) => {
    if (type === 'DELETED') order.push(object.kind);
  });
  cluster.access.delete(DEPLOYMENTS, 'default', 'web', { propagation: 'Foreground' });
  cluster.pass(0);
  expect(order).toEqual(['Pod', 'Pod', 'ReplicaSet', 'Deployment']);
});

test('orphaning leaves the set and its pods, free of their owner', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment());
  cluster.access.delete(DEPLOYMENTS, 'default', 'web', { propagation: 'Orphan' });
  cluster.pass(0);
  expect(cluster.access.get(DEPLOYMENTS, 'default', 'web')).toBeUndefined();
  expect(cluster.access.list(REPLICA_SETS).map((set) => set.metadata.ownerReferences)).toEqual([undefined]);
  expect(cluster.access.list(PODS).length).toBe(2);
});

test('an orphaned set is adopted again by a Deployment of the same selector', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment());
  cluster.access.delete(DEPLOYMENTS, 'default', 'web', { propagation: 'Orphan' });
  cluster.pass(0);
  const again = cluster.apply(deployment());
  expect(cluster.access.list(REPLICA_SETS).map((set) => set.metadata.ownerReferences?.[0]?.uid)).toEqual([
    again.metadata.uid,
  ]);
});

test('an object whose owner has another uid, or is absent, goes', () => {
  const cluster = workloadCluster();
  const owner = cluster.apply(configMap('owner'));
  cluster.apply(configMap('kept', owner));
  cluster.apply(configMap('wrong-uid', { ...owner, metadata: { ...owner.metadata, uid: 'another' } }));
  cluster.apply(configMap('absent', { ...owner, metadata: { name: 'nobody', uid: 'x' } }));
  expect(names(cluster)).toEqual(['kept', 'owner']);
});

test('an owner of a kind that is not served says nothing', () => {
  const cluster = workloadCluster();
  cluster.apply(configMap('waits', { apiVersion: 'y.io/v1', kind: 'Unknown', metadata: { name: 'a', uid: 'u' } }));
  expect(names(cluster)).toEqual(['waits']);
});

test('one owner that stays keeps an object, without the references that are void', () => {
  const cluster = workloadCluster();
  const [first, second] = [cluster.apply(configMap('first')), cluster.apply(configMap('second'))];
  cluster.apply(configMap('shared', first, second));
  cluster.access.delete(CONFIG_MAPS, 'default', 'first');
  cluster.pass(0);
  const shared = cluster.access.get(CONFIG_MAPS, 'default', 'shared');
  expect(shared?.metadata.ownerReferences?.map((reference) => reference.name)).toEqual(['second']);
});

test('a cluster-scoped owner takes namespaced dependents along', () => {
  const cluster = workloadCluster({ resources: [GATES] });
  const gate = cluster.access.create({ apiVersion: 'x.io/v1', kind: 'Gate', metadata: { name: 'g' } });
  cluster.apply(configMap('owned', gate));
  cluster.access.delete(GATES, '', 'g');
  cluster.pass(0);
  expect(names(cluster)).toEqual([]);
});
