/** A cluster in memory with all controllers on a fake clock, for tests of workloads. */
import type { AppError } from '../base/errors.ts';
import type { KubeObject } from '../kube/object/kube-object.ts';
import type { AllControllersOptions } from '../kubelite/controllers/all-controllers.ts';
import type { ClusterAccess, ClusterResource, ServedResource } from '../kubelite/controllers/cluster-access.ts';
import type { RunningControllers } from '../kubelite/controllers/controller-loop.ts';
import { simulateCluster } from '../kubelite/controllers/simulate-cluster.ts';
import { FakeClock } from './fake-clock.ts';
import { memoryClusterAccess } from './memory-cluster-access.ts';

export interface WorkloadCluster {
  readonly access: ClusterAccess;
  readonly clock: FakeClock;
  readonly controllers: RunningControllers;
  /** Faults of steps, which must stay empty in most tests. */
  readonly failures: readonly AppError[];
  /** Creates an object in `default` (unless it says otherwise) and lets the controllers work. */
  apply(object: KubeObject): KubeObject;
  /** Moves time. */
  pass(milliseconds: number): void;
  /** The status of an object in `default`. */
  status(resource: ClusterResource, name: string): KubeObject['status'];
}

export function workloadCluster(
  options: Partial<AllControllersOptions> & {
    readonly resources?: readonly ServedResource[];
    readonly nodes?: number;
  } = {},
): WorkloadCluster {
  const clock = new FakeClock();
  const { resources = [] } = options;
  const access = memoryClusterAccess({ now: () => clock.now(), resources });
  const failures: AppError[] = [];
  const controllers = simulateCluster({
    rootCertificate: 'PEM',
    ...options,
    access,
    clock,
    onFailure: (_controller, _key, error) => failures.push(error),
  });
  return {
    access,
    clock,
    controllers,
    failures,
    apply(object) {
      const created = access.create({ ...object, metadata: { namespace: 'default', ...object.metadata } });
      clock.advanceSync(0);
      return created;
    },
    pass: (milliseconds) => clock.advanceSync(milliseconds),
    status: (resource, name) => access.get(resource, 'default', name)?.status,
  };
}
