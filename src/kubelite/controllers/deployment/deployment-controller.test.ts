import { expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { workloadCluster } from '../../../testkit/workload-cluster.ts';
import { DEPLOYMENTS, EVENTS, PODS, REPLICA_SETS } from '../resources.ts';
import { simulateCluster } from '../simulate-cluster.ts';
import type { Deployment, ReplicaSet } from '../workload-types.ts';
import { rolloutLimits } from './rollout-limits.ts';

const T0 = '2026-01-01T00:00:00Z';

function deployment(
  name: string,
  spec: JsonObject = {},
  image = 'nginx:1',
  notes: Record<string, string> = {},
): Deployment {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
      revisionHistoryLimit: 10,
      progressDeadlineSeconds: 600,
      template: {
        metadata: { labels: { app: name }, annotations: notes },
        spec: { restartPolicy: 'Always', containers: [{ name: 'c', image }] },
      },
      ...spec,
    },
  } as Deployment;
}

function withImage(object: KubeObject, image: string): KubeObject {
  const { spec } = object as Deployment;
  const template = { ...spec.template, spec: { ...spec.template.spec, containers: [{ name: 'c', image }] } };
  return { ...object, spec: { ...spec, template } };
}

type Cluster = ReturnType<typeof workloadCluster>;

function change(cluster: Cluster, name: string, by: (object: KubeObject) => KubeObject): void {
  const now = cluster.access.get(DEPLOYMENTS, 'default', name);
  if (now === undefined) throw new Error('gone');
  cluster.access.update(by(now));
  cluster.pass(0);
}

function sets(cluster: Cluster): readonly ReplicaSet[] {
  return cluster.access.list(REPLICA_SETS, 'default') as readonly ReplicaSet[];
}

test('a healthy Deployment ends with the status a real cluster gives', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment('web', { replicas: 2 }));
  cluster.pass(1000);
  const set = sets(cluster)[0];
  expect(cluster.failures).toEqual([]);
  expect(cluster.status(DEPLOYMENTS, 'web')).toEqual({
    observedGeneration: 1,
    replicas: 2,
    updatedReplicas: 2,
    readyReplicas: 2,
    availableReplicas: 2,
    terminatingReplicas: 0,
    conditions: [
      {
        type: 'Available',
        status: 'True',
        lastUpdateTime: T0,
        lastTransitionTime: T0,
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      },
      {
        type: 'Progressing',
        status: 'True',
        lastUpdateTime: T0,
        lastTransitionTime: T0,
        reason: 'NewReplicaSetAvailable',
        message: `ReplicaSet "${set?.metadata.name}" has successfully progressed.`,
      },
    ],
  });
  expect(set?.metadata.annotations).toEqual({
    'deployment.kubernetes.io/desired-replicas': '2',
    'deployment.kubernetes.io/max-replicas': '3',
    'deployment.kubernetes.io/revision': '1',
  });
  expect(set?.status).toEqual({
    replicas: 2,
    fullyLabeledReplicas: 2,
    readyReplicas: 2,
    availableReplicas: 2,
    terminatingReplicas: 0,
    observedGeneration: 1,
  });
});

test('the statuses on the way are those recorded from a real cluster', () => {
  const cluster = workloadCluster();
  const reasons: string[] = [];
  cluster.access.subscribe(({ resource, object }) => {
    if (resource.plural !== 'deployments') return;
    const status = (object as Deployment).status;
    const conditions = (status?.conditions ?? []).map((condition) => `${condition.reason}`);
    const counts = [status?.replicas, status?.updatedReplicas, status?.availableReplicas, status?.unavailableReplicas];
    reasons.push(`${counts.map((count) => count ?? 0).join('/')} ${conditions.join(' ')}`);
  });
  cluster.apply(deployment('web', { replicas: 2 }));
  expect(reasons.filter((line, index) => line !== reasons[index - 1])).toEqual([
    '0/0/0/0 ',
    '0/0/0/0 NewReplicaSetCreated',
    '0/0/0/2 NewReplicaSetCreated MinimumReplicasUnavailable',
    '2/2/0/2 MinimumReplicasUnavailable ReplicaSetUpdated',
    '2/2/2/0 MinimumReplicasAvailable NewReplicaSetAvailable',
  ]);
});

test('a new image rolls through a second set without going below what is allowed', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment('web', { replicas: 4 }));
  let least = 4;
  let most = 4;
  cluster.access.subscribe(({ resource }) => {
    if (resource.plural !== 'replicasets' && resource.plural !== 'pods') return;
    const all = sets(cluster);
    least = Math.min(
      least,
      all.reduce((sum, set) => sum + (set.status?.availableReplicas ?? 0), 0),
    );
    most = Math.max(
      most,
      all.reduce((sum, set) => sum + (set.spec.replicas ?? 0), 0),
    );
  });
  change(cluster, 'web', (object) => withImage(object, 'nginx:2'));
  cluster.pass(1000);
  expect({ least, most }).toEqual({ least: 3, most: 5 });
  const status = cluster.status(DEPLOYMENTS, 'web') as JsonObject;
  expect(status).toMatchObject({ observedGeneration: 2, replicas: 4, updatedReplicas: 4, availableReplicas: 4 });
  expect(
    sets(cluster).map((set) => [set.spec.replicas, set.metadata.annotations?.['deployment.kubernetes.io/revision']]),
  ).toEqual(
    expect.arrayContaining([
      [0, '1'],
      [4, '2'],
    ]),
  );
  expect(cluster.failures).toEqual([]);
});

test('going back to an earlier template takes up its set with a new revision', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment('web'));
  const first = sets(cluster)[0]?.metadata.name;
  change(cluster, 'web', (object) => withImage(object, 'nginx:2'));
  change(cluster, 'web', (object) => withImage(object, 'nginx:1'));
  const back = sets(cluster).find((set) => set.metadata.name === first);
  expect(sets(cluster).length).toBe(2);
  expect(back?.spec.replicas).toBe(1);
  expect(back?.metadata.annotations).toMatchObject({
    'deployment.kubernetes.io/revision': '3',
    'deployment.kubernetes.io/revision-history': '1',
  });
});

test('a rollout that does not come up keeps what is available and exceeds its deadline', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment('web', { replicas: 2, progressDeadlineSeconds: 5 }));
  change(cluster, 'web', (object) => withImage(object, 'nginx:bad'));
  cluster.pass(4000);
  expect(cluster.status(DEPLOYMENTS, 'web')).toMatchObject({ availableReplicas: 2, updatedReplicas: 1 });
  cluster.pass(4000);
  expect(cluster.status(DEPLOYMENTS, 'web')).toMatchObject({
    availableReplicas: 2,
    conditions: [
      { type: 'Available', status: 'True' },
      { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' },
    ],
  });
});

test('a paused Deployment says so, scales, and makes no new set', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment('web'));
  change(cluster, 'web', (object) => ({ ...object, spec: { ...(object as Deployment).spec, paused: true } }));
  change(cluster, 'web', (object) => withImage(object, 'nginx:2'));
  change(cluster, 'web', (object) => ({ ...object, spec: { ...(object as Deployment).spec, replicas: 3 } }));
  expect(sets(cluster).map((set) => set.spec.replicas)).toEqual([3]);
  expect(cluster.status(DEPLOYMENTS, 'web')).toMatchObject({
    observedGeneration: 4,
    availableReplicas: 3,
    conditions: [{ status: 'Unknown', reason: 'DeploymentPaused' }, { reason: 'MinimumReplicasAvailable' }],
  });
  change(cluster, 'web', (object) => ({ ...object, spec: { ...(object as Deployment).spec, paused: false } }));
  expect(cluster.status(DEPLOYMENTS, 'web')).toMatchObject({ updatedReplicas: 3, availableReplicas: 3 });
});

test('Recreate makes no new pod before the last old one is gone', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment('web', { replicas: 2, strategy: { type: 'Recreate' } }));
  let together = false;
  cluster.access.subscribe(() => {
    const images = cluster.access.list(PODS, 'default').map((pod) => JSON.stringify((pod as Deployment).spec));
    together ||= images.some((text) => text.includes('nginx:2')) && images.some((text) => text.includes('nginx:1'));
  });
  change(cluster, 'web', (object) => withImage(object, 'nginx:2'));
  expect(together).toBe(false);
  expect(cluster.status(DEPLOYMENTS, 'web')).toMatchObject({ updatedReplicas: 2, availableReplicas: 2 });
});

test('scaling in the middle of a rollout shares out over both sets', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment('web', { replicas: 8 }));
  change(cluster, 'web', (object) => withImage(object, 'nginx:bad'));
  change(cluster, 'web', (object) => ({ ...object, spec: { ...(object as Deployment).spec, replicas: 16 } }));
  const sizes = sets(cluster).map((set) => set.spec.replicas ?? 0);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(20);
  expect(Math.min(...sizes)).toBeGreaterThan(4);
  expect(cluster.status(DEPLOYMENTS, 'web')).toMatchObject({ availableReplicas: Math.max(...sizes) });
});

test('old sets beyond the history limit go', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment('web', { revisionHistoryLimit: 1 }));
  for (const tag of [2, 3, 4]) change(cluster, 'web', (object) => withImage(object, `nginx:${tag}`));
  const revisions = sets(cluster).map((set) => set.metadata.annotations?.['deployment.kubernetes.io/revision']);
  expect(revisions.sort()).toEqual(['3', '4']);
});

test('pods that take their time make the Deployment wait, and minReadySeconds as well', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment('web', { minReadySeconds: 10 }, 'nginx:1', { 'tiphys.dev/simulate': 'slow' }));
  cluster.pass(4000);
  expect(cluster.status(DEPLOYMENTS, 'web')).not.toHaveProperty('readyReplicas');
  cluster.pass(1000);
  expect(cluster.status(DEPLOYMENTS, 'web')).toMatchObject({ readyReplicas: 1, unavailableReplicas: 1 });
  cluster.pass(10_000);
  expect(cluster.status(DEPLOYMENTS, 'web')).toMatchObject({ readyReplicas: 1, availableReplicas: 1 });
});

test('events tell of scaling and of pods', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment('web'));
  const pod = cluster.access.list(PODS, 'default')[0]?.metadata.name;
  const set = sets(cluster)[0]?.metadata.name;
  expect(
    cluster.access
      .list(EVENTS, 'default')
      .map((event) => `${event.reason}: ${event.message}`)
      .sort(),
  ).toEqual([
    `ScalingReplicaSet: Scaled up replica set ${set} from 0 to 1`,
    `Scheduled: Successfully assigned default/${pod} to node-1`,
    `SuccessfulCreate: Created pod: ${pod}`,
  ]);
});

test('an idle cluster has nothing to do', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment('web', { replicas: 3 }));
  cluster.pass(1000);
  let changes = 0;
  cluster.access.subscribe(() => {
    changes += 1;
  });
  cluster.pass(3_600_000);
  expect({ changes, timers: cluster.clock.pendingTimers }).toEqual({ changes: 0, timers: 0 });
});

test('controllers that start anew in the middle of a rollout finish it', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment('web', { replicas: 4 }, 'nginx:1', { 'tiphys.dev/simulate': 'slow' }));
  cluster.pass(6000);
  change(cluster, 'web', (object) => withImage(object, 'nginx:2'));
  cluster.pass(3000);
  cluster.controllers.stop();
  expect(cluster.status(DEPLOYMENTS, 'web')).not.toMatchObject({ updatedReplicas: 4 });
  simulateCluster({ access: cluster.access, clock: cluster.clock, rootCertificate: 'PEM' });
  cluster.pass(20_000);
  expect(cluster.status(DEPLOYMENTS, 'web')).toMatchObject({ updatedReplicas: 4, availableReplicas: 4, replicas: 4 });
});

test.each([
  ['both zero lets one go', { maxSurge: 0, maxUnavailable: 0 }, 4, { maxSurge: 0, maxUnavailable: 1 }],
  [
    'surge is rounded up, unavailable down',
    { maxSurge: '30%', maxUnavailable: '30%' },
    5,
    { maxSurge: 2, maxUnavailable: 1 },
  ],
  ['a whole result stays whole', { maxSurge: '70%', maxUnavailable: '70%' }, 10, { maxSurge: 7, maxUnavailable: 7 }],
  ['no more than all may be away', { maxSurge: 1, maxUnavailable: 9 }, 4, { maxSurge: 1, maxUnavailable: 4 }],
])('limits: %s', (_name, rollingUpdate, replicas, expected) => {
  const limits = rolloutLimits(deployment('web', { replicas, strategy: { type: 'RollingUpdate', rollingUpdate } }));
  expect(limits).toEqual({ replicas, ...expected });
});
