import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { type WorkloadCluster, workloadCluster } from '../../testkit/workload-cluster.ts';
import { DEPLOYMENTS, PODS, REPLICA_SETS } from './resources.ts';
import { type Deployment, viewOf } from './workload-types.ts';

type Operation =
  | { readonly kind: 'apply'; readonly name: string; readonly image: number; readonly replicas: number }
  | { readonly kind: 'delete'; readonly name: string; readonly propagation: 'Background' | 'Foreground' | 'Orphan' }
  | { readonly kind: 'kill'; readonly index: number }
  | { readonly kind: 'pass'; readonly milliseconds: number };

const name = fc.constantFrom('a', 'b');

const operation: fc.Arbitrary<Operation> = fc.oneof(
  fc.record({
    kind: fc.constant('apply' as const),
    name,
    image: fc.integer({ min: 1, max: 3 }),
    replicas: fc.integer({ min: 0, max: 5 }),
  }),
  fc.record({
    kind: fc.constant('delete' as const),
    name,
    propagation: fc.constantFrom('Background' as const, 'Foreground' as const, 'Orphan' as const),
  }),
  fc.record({ kind: fc.constant('kill' as const), index: fc.nat(20) }),
  fc.record({ kind: fc.constant('pass' as const), milliseconds: fc.constantFrom(0, 100, 3000) }),
);

function deployment(of: string, image: number, replicas: number): Deployment {
  const labels = { app: of };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: of, namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: `a:${image}` }] } },
    },
  };
}

function run(cluster: WorkloadCluster, step: Operation): void {
  const { access } = cluster;
  switch (step.kind) {
    case 'apply': {
      const known = access.get(DEPLOYMENTS, 'default', step.name);
      const wanted = deployment(step.name, step.image, step.replicas);
      if (known === undefined) access.create(wanted);
      else access.update({ ...known, spec: wanted.spec });
      return;
    }
    case 'delete':
      access.delete(DEPLOYMENTS, 'default', step.name, { propagation: step.propagation });
      return;
    case 'kill': {
      const pod = access.list(PODS, 'default')[step.index];
      if (pod !== undefined) access.delete(PODS, 'default', pod.metadata.name ?? '');
      return;
    }
    case 'pass':
      cluster.pass(step.milliseconds);
  }
}

const owned = (cluster: WorkloadCluster): readonly KubeObject[] => [
  ...cluster.access.list(REPLICA_SETS),
  ...cluster.access.list(PODS),
];

test('whatever is done, Deployments end as wished and nothing names an owner that is gone', () => {
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 25 }), (steps) => {
      const cluster = workloadCluster();
      for (const step of steps) run(cluster, step);
      cluster.pass(60_000);
      const uids = new Set(
        [...cluster.access.list(DEPLOYMENTS), ...owned(cluster)].map(({ metadata }) => metadata.uid),
      );
      for (const { metadata } of owned(cluster)) {
        for (const owner of metadata.ownerReferences ?? []) expect(uids).toContain(owner.uid);
        expect(metadata.deletionTimestamp).toBeUndefined();
      }
      for (const object of cluster.access.list(DEPLOYMENTS)) {
        const { spec, status, metadata } = viewOf<Deployment>(object);
        const wanted = spec.replicas ?? 1;
        expect(status?.observedGeneration).toBe(metadata.generation);
        expect([status?.replicas ?? 0, status?.updatedReplicas ?? 0, status?.availableReplicas ?? 0]).toEqual([
          wanted,
          wanted,
          wanted,
        ]);
      }
      expect(cluster.failures).toEqual([]);
      expect(cluster.clock.pendingTimers).toBe(0);
    }),
    { numRuns: 100 },
  );
});
