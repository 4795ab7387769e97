import { expect, test } from 'vitest';
import { isObject, type JsonObject } from '../../../base/json-value.ts';
import { type WorkloadCluster, workloadCluster } from '../../../testkit/workload-cluster.ts';
import { NODES, PODS } from '../resources.ts';

const TAINT = { key: 'gone', effect: 'NoExecute', timeAdded: '2026-01-01T00:00:10Z' };

function change({ access, clock }: WorkloadCluster, spec: JsonObject): void {
  const node = access.get(NODES, '', 'node-1');
  if (node) access.update({ ...node, spec });
  clock.advanceSync(0);
}

function run(cluster: WorkloadCluster, name: string, tolerations: readonly JsonObject[]): void {
  const spec = { terminationGracePeriodSeconds: 0, tolerations, containers: [{ name: 'c', image: 'a' }] };
  cluster.apply({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
}

test('a taint that evicts takes pods along as long as they do not tolerate it', () => {
  const cluster = workloadCluster();
  run(cluster, 'never', []);
  run(cluster, 'patient', [{ key: 'gone', operator: 'Exists', tolerationSeconds: 30 }]);
  run(cluster, 'always', [{ operator: 'Exists' }]);
  cluster.pass(10_000);
  const names = () => cluster.access.list(PODS, 'default').map(({ metadata }) => metadata.name);
  change(cluster, { taints: [TAINT] });
  expect(names()).toEqual(['always', 'patient']);
  cluster.pass(31_000);
  expect(names()).toEqual(['always']);
  expect(cluster.failures).toEqual([]);
});

test('a cordoned node is tainted until it is not', () => {
  const cluster = workloadCluster();
  const taints = () => {
    const spec = cluster.access.get(NODES, '', 'node-1')?.spec;
    return isObject(spec) ? spec['taints'] : undefined;
  };
  change(cluster, { unschedulable: true });
  expect(taints()).toMatchObject([{ key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' }]);
  change(cluster, { taints: taints() ?? [] });
  expect(taints()).toBeUndefined();
});
