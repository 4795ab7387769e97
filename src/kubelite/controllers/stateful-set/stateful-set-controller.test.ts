import { expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { workloadCluster } from '../../../testkit/workload-cluster.ts';
import { CLAIMS, CONTROLLER_REVISIONS, PODS, STATEFUL_SETS } from '../resources.ts';
import type { StatefulSet } from './stateful-set-types.ts';

function statefulSet(spec: JsonObject = {}, notes: Record<string, string> = {}): StatefulSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'db' },
    spec: {
      replicas: 2,
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } },
      template: {
        metadata: { labels: { app: 'db' }, annotations: notes },
        spec: { restartPolicy: 'Always', containers: [{ name: 'c', image: 'nginx:1' }] },
      },
      volumeClaimTemplates: [
        { metadata: { name: 'data' }, spec: { accessModes: ['ReadWriteOnce'], storageClassName: 'standard' } },
      ],
      ...spec,
    },
  } as StatefulSet;
}

type Cluster = ReturnType<typeof workloadCluster>;

function change(cluster: Cluster, spec: JsonObject): void {
  const now = cluster.access.get(STATEFUL_SETS, 'default', 'db');
  if (now === undefined) throw new Error('gone');
  cluster.access.update({ ...now, spec: { ...(now as StatefulSet).spec, ...spec } });
  cluster.pass(0);
}

function template(image: string): JsonObject {
  const { template: old } = statefulSet().spec;
  return { template: { ...old, spec: { ...old.spec, containers: [{ name: 'c', image }] } } };
}

const images = (cluster: Cluster) =>
  cluster.access
    .list(PODS, 'default')
    .map((pod) => `${pod.metadata.name} ${JSON.stringify((pod as KubeObject).spec).match(/nginx:\w+/)?.[0]}`);

const revision = (cluster: Cluster) => cluster.access.list(CONTROLLER_REVISIONS, 'default')[0]?.metadata.name;

test('pods come one after the other, and the status is that of a real cluster', () => {
  const cluster = workloadCluster();
  const order: string[] = [];
  cluster.access.subscribe(({ type, object }) => {
    if (object.kind !== 'Pod' && object.kind !== 'PersistentVolumeClaim') return;
    const ready = JSON.stringify(object.status ?? {}).includes('"type":"Ready","observedGeneration":1,"status":"True"');
    if (type === 'ADDED') order.push(object.metadata.name ?? '');
    else if (ready) order.push(`${object.metadata.name} ready`);
  });
  cluster.apply(statefulSet());
  expect(order).toEqual(['data-db-0', 'db-0', 'db-0 ready', 'data-db-1', 'db-1', 'db-1 ready']);
  expect(cluster.status(STATEFUL_SETS, 'db')).toEqual({
    observedGeneration: 1,
    replicas: 2,
    readyReplicas: 2,
    currentReplicas: 2,
    updatedReplicas: 2,
    currentRevision: revision(cluster),
    updateRevision: revision(cluster),
    collisionCount: 0,
    availableReplicas: 2,
  });
  expect(cluster.failures).toEqual([]);
});

test('a pod has its name, index, revision and claim', () => {
  const cluster = workloadCluster();
  cluster.apply(statefulSet({ replicas: 1 }));
  const pod = cluster.access.get(PODS, 'default', 'db-0');
  expect(pod?.metadata.labels).toEqual({
    app: 'db',
    'controller-revision-hash': revision(cluster),
    'statefulset.kubernetes.io/pod-name': 'db-0',
    'apps.kubernetes.io/pod-index': '0',
  });
  expect(pod?.spec).toMatchObject({
    hostname: 'db-0',
    subdomain: 'db',
    volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data-db-0' } }],
  });
});

test('an update goes from the last pod to the first, and claims stay', () => {
  const cluster = workloadCluster();
  cluster.apply(statefulSet());
  const deleted: string[] = [];
  cluster.access.subscribe(({ type, object }) => {
    if (type === 'DELETED' && object.kind === 'Pod') deleted.push(object.metadata.name ?? '');
  });
  change(cluster, template('nginx:2'));
  expect(deleted).toEqual(['db-1', 'db-0']);
  expect(images(cluster)).toEqual(['db-0 nginx:2', 'db-1 nginx:2']);
  expect(cluster.status(STATEFUL_SETS, 'db')).toMatchObject({ currentReplicas: 2, updatedReplicas: 2 });
  expect(cluster.access.list(CLAIMS, 'default').length).toBe(2);
});

test('an update of pods that end at once comes to its end', () => {
  const cluster = workloadCluster();
  const atOnce = (image: string): JsonObject => {
    const { template: old } = statefulSet().spec;
    const spec = { ...old.spec, terminationGracePeriodSeconds: 0, containers: [{ name: 'c', image }] };
    return { template: { ...old, spec } };
  };
  cluster.apply(statefulSet(atOnce('nginx:1')));
  cluster.pass(60);
  change(cluster, atOnce('nginx:2'));
  cluster.pass(60);
  expect(images(cluster)).toEqual(['db-0 nginx:2', 'db-1 nginx:2']);
});

test('a partition keeps the lower ones, also when they are made anew', () => {
  const cluster = workloadCluster();
  cluster.apply(statefulSet({ updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } }));
  change(cluster, template('nginx:2'));
  cluster.access.delete(PODS, 'default', 'db-0');
  cluster.pass(0);
  expect(images(cluster)).toEqual(['db-0 nginx:1', 'db-1 nginx:2']);
  const status = cluster.status(STATEFUL_SETS, 'db') as StatefulSet['status'];
  expect(status).toMatchObject({ currentReplicas: 1, updatedReplicas: 1 });
  expect(status?.currentRevision).not.toBe(status?.updateRevision);
});

test('a pod that does not come up holds back the others; in parallel it does not', () => {
  const hang = { 'tiphys.dev/simulate': 'hang' };
  const ordered = workloadCluster();
  ordered.apply(statefulSet({}, hang));
  expect(images(ordered)).toEqual(['db-0 nginx:1']);
  const parallel = workloadCluster();
  parallel.apply(statefulSet({ podManagementPolicy: 'Parallel' }, hang));
  expect(images(parallel)).toEqual(['db-0 nginx:1', 'db-1 nginx:1']);
});

test('scaling down removes the last', () => {
  const cluster = workloadCluster();
  cluster.apply(statefulSet({ replicas: 3 }));
  change(cluster, { replicas: 1 });
  expect(images(cluster)).toEqual(['db-0 nginx:1']);
  expect(cluster.status(STATEFUL_SETS, 'db')).toMatchObject({ replicas: 1, readyReplicas: 1 });
});

test('a set made anew adopts the pods of one deleted with orphans', () => {
  const cluster = workloadCluster();
  cluster.apply(statefulSet());
  cluster.access.delete(STATEFUL_SETS, 'default', 'db', { propagation: 'Orphan' });
  cluster.pass(0);
  const uids = cluster.access.list(PODS, 'default').map((pod) => pod.metadata.uid);
  cluster.apply(statefulSet());
  expect(cluster.access.list(PODS, 'default').map((pod) => pod.metadata.uid)).toEqual(uids);
  expect(cluster.status(STATEFUL_SETS, 'db')).toMatchObject({ readyReplicas: 2, updatedReplicas: 2 });
  expect(cluster.failures).toEqual([]);
});

test('one that goes makes no revision in the place of one that went before it', () => {
  const cluster = workloadCluster();
  cluster.apply(statefulSet());
  cluster.pass(1000);
  cluster.access.delete(STATEFUL_SETS, 'default', 'db', { propagation: 'Foreground' });
  cluster.pass(60_000);
  expect(cluster.access.list(CONTROLLER_REVISIONS, 'default')).toEqual([]);
  expect(cluster.access.get(STATEFUL_SETS, 'default', 'db')).toBeUndefined();
});
