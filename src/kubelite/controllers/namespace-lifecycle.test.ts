import { expect, test } from 'vitest';
import { isList, memberAt } from '../../base/json-value.ts';
import { workloadCluster } from '../../testkit/workload-cluster.ts';
import { CONFIG_MAPS, NAMESPACES, SERVICE_ACCOUNTS } from './resources.ts';

function withNamespace() {
  const cluster = workloadCluster();
  cluster.access.create({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'team' },
    spec: { finalizers: ['kubernetes'] },
  });
  cluster.pass(0);
  return cluster;
}

test('a new namespace gets its service account and the root certificate, again when they are removed', () => {
  const cluster = withNamespace();
  cluster.access.delete(SERVICE_ACCOUNTS, 'team', 'default');
  cluster.access.delete(CONFIG_MAPS, 'team', 'kube-root-ca.crt');
  cluster.pass(0);
  expect(cluster.access.list(SERVICE_ACCOUNTS, 'team').map((object) => object.metadata.name)).toEqual(['default']);
  expect(memberAt(cluster.access.get(CONFIG_MAPS, 'team', 'kube-root-ca.crt'), 'data', 'ca.crt')).toBe('PEM');
});

test('an empty namespace goes at once, with all it held', () => {
  const cluster = withNamespace();
  cluster.access.create({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'team' },
    spec: { containers: [{ name: 'c', image: 'a' }] },
  });
  cluster.pass(0);
  cluster.access.delete(NAMESPACES, '', 'team');
  cluster.pass(0);
  expect(cluster.access.get(NAMESPACES, '', 'team')).toBeUndefined();
  expect(cluster.access.resources().flatMap((resource) => cluster.access.list(resource, 'team'))).toEqual([]);
  expect(cluster.failures).toEqual([]);
});

test('what a finalizer holds keeps the namespace, and the conditions name it', () => {
  const cluster = withNamespace();
  const held = cluster.access.create({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'held', namespace: 'team', finalizers: ['x.io/hold'] },
  });
  cluster.access.delete(NAMESPACES, '', 'team');
  cluster.pass(1000);
  const conditions = memberAt(cluster.access.get(NAMESPACES, '', 'team'), 'status', 'conditions');
  expect(isList(conditions) ? conditions.slice(3) : []).toEqual([
    {
      type: 'NamespaceContentRemaining',
      status: 'True',
      lastTransitionTime: '2026-01-01T00:00:00Z',
      reason: 'SomeResourcesRemain',
      message: 'Some resources are remaining: configmaps. has 1 resource instances',
    },
    {
      type: 'NamespaceFinalizersRemaining',
      status: 'True',
      lastTransitionTime: '2026-01-01T00:00:00Z',
      reason: 'SomeFinalizersRemain',
      message: 'Some content in the namespace has finalizers remaining: x.io/hold in 1 resource instances',
    },
  ]);
  const now = cluster.access.get(CONFIG_MAPS, 'team', 'held') ?? held;
  cluster.access.update({ ...now, metadata: { ...now.metadata, finalizers: [] } });
  cluster.pass(0);
  expect(cluster.access.get(NAMESPACES, '', 'team')).toBeUndefined();
});
