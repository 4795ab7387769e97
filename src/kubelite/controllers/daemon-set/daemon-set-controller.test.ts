import { expect, test } from 'vitest';
import { workloadCluster } from '../../../testkit/workload-cluster.ts';
import { DAEMON_SETS, NODES, PODS } from '../resources.ts';
import type { DaemonSet } from './daemon-set-controller.ts';

function daemonSet(image = 'nginx:1', nodeSelector: Record<string, string> = {}): DaemonSet {
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } },
      template: {
        metadata: { labels: { app: 'agent' } },
        spec: { restartPolicy: 'Always', nodeSelector, containers: [{ name: 'c', image }] },
      },
    },
  };
}

const nodesOfPods = (cluster: ReturnType<typeof workloadCluster>) =>
  cluster.access
    .list(PODS, 'default')
    .map((pod) => (pod.spec as { readonly nodeName?: string }).nodeName)
    .sort();

test('one pod per node, with the status of a real cluster', () => {
  const cluster = workloadCluster({ nodes: 3 });
  cluster.apply(daemonSet());
  expect(nodesOfPods(cluster)).toEqual(['node-1', 'node-2', 'node-3']);
  expect(cluster.status(DAEMON_SETS, 'agent')).toEqual({
    currentNumberScheduled: 3,
    numberMisscheduled: 0,
    desiredNumberScheduled: 3,
    numberReady: 3,
    observedGeneration: 1,
    updatedNumberScheduled: 3,
    numberAvailable: 3,
  });
  expect(cluster.failures).toEqual([]);
});

test('a node selector that no node has wants no pod', () => {
  const cluster = workloadCluster();
  cluster.apply(daemonSet('nginx:1', { gpu: 'yes' }));
  expect(cluster.status(DAEMON_SETS, 'agent')).toEqual({
    currentNumberScheduled: 0,
    numberMisscheduled: 0,
    desiredNumberScheduled: 0,
    numberReady: 0,
    observedGeneration: 1,
  });
});

test('an update replaces one pod at a time', () => {
  const cluster = workloadCluster({ nodes: 3 });
  const created = cluster.apply(daemonSet());
  let least = 3;
  cluster.access.subscribe(({ object }) => {
    const available = object.kind === 'DaemonSet' ? (object as DaemonSet).status?.['numberAvailable'] : undefined;
    if (typeof available === 'number') least = Math.min(least, available);
  });
  const now = cluster.access.get(DAEMON_SETS, 'default', 'agent') ?? created;
  cluster.access.update({ ...now, spec: daemonSet('nginx:2').spec });
  cluster.pass(0);
  expect(least).toBe(2);
  expect(cluster.status(DAEMON_SETS, 'agent')).toMatchObject({ updatedNumberScheduled: 3, numberAvailable: 3 });
});

test('a new node gets its pod', () => {
  const cluster = workloadCluster();
  cluster.apply(daemonSet());
  const node = cluster.access.get(NODES, '', 'node-1');
  cluster.access.create({ ...node, apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-9' } });
  cluster.pass(0);
  expect(nodesOfPods(cluster)).toEqual(['node-1', 'node-9']);
});
