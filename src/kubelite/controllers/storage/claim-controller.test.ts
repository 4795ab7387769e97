import { expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { workloadCluster } from '../../../testkit/workload-cluster.ts';
import { CLAIMS, PODS, VOLUMES } from '../resources.ts';

function claim(spec: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', finalizers: ['kubernetes.io/pvc-protection'] },
    spec: {
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '1Gi' } },
      storageClassName: 'standard',
      ...spec,
    },
  };
}

test('a claim of the default class gets a volume and is bound', () => {
  const cluster = workloadCluster();
  const made = cluster.apply(claim());
  expect(cluster.status(CLAIMS, 'data')).toEqual({
    phase: 'Bound',
    accessModes: ['ReadWriteOnce'],
    capacity: { storage: '1Gi' },
  });
  const name = `pvc-${made.metadata.uid}`;
  expect(cluster.access.get(CLAIMS, 'default', 'data')?.spec).toMatchObject({ volumeName: name });
  expect(cluster.access.get(VOLUMES, '', name)?.status).toMatchObject({ phase: 'Bound' });
  expect(cluster.failures).toEqual([]);
});

test('a claim of an unknown class waits', () => {
  const cluster = workloadCluster();
  cluster.apply(claim({ storageClassName: 'nope' }));
  expect(cluster.status(CLAIMS, 'data')).toEqual({ phase: 'Pending' });
});

test('a prepared volume is bound by name, and stays when its claim goes', () => {
  const cluster = workloadCluster();
  const spec = {
    accessModes: ['ReadWriteOnce'],
    capacity: { storage: '5Gi' },
    persistentVolumeReclaimPolicy: 'Retain',
  };
  cluster.access.create({ apiVersion: 'v1', kind: 'PersistentVolume', metadata: { name: 'disk' }, spec });
  cluster.apply(claim({ volumeName: 'disk', storageClassName: '' }));
  expect(cluster.status(CLAIMS, 'data')).toMatchObject({ phase: 'Bound', capacity: { storage: '5Gi' } });
  cluster.access.delete(CLAIMS, 'default', 'data');
  cluster.pass(0);
  expect(cluster.access.get(CLAIMS, 'default', 'data')).toBeUndefined();
  expect(cluster.access.get(VOLUMES, '', 'disk')?.status).toMatchObject({ phase: 'Released' });
});

test('a claim in use goes when its pod is gone, and its volume with it', () => {
  const cluster = workloadCluster();
  cluster.apply(claim());
  cluster.apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'user' },
    spec: {
      restartPolicy: 'Always',
      containers: [{ name: 'c', image: 'a' }],
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
    },
  });
  cluster.access.delete(CLAIMS, 'default', 'data');
  cluster.pass(0);
  expect(cluster.access.get(CLAIMS, 'default', 'data')?.metadata.deletionTimestamp).toBeDefined();
  cluster.access.delete(PODS, 'default', 'user');
  cluster.pass(0);
  expect([...cluster.access.list(CLAIMS), ...cluster.access.list(VOLUMES)]).toEqual([]);
  expect(cluster.failures).toEqual([]);
});
