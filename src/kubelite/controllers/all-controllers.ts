/** Every controller of the simulated cluster. */
import type { Controller } from './controller.ts';
import { deploymentController } from './deployment/deployment-controller.ts';
import { jobController, jobOrphanController } from './job/job-controller.ts';
import { podController } from './pod/pod-controller.ts';
import type { PodTimes } from './pod/simulation.ts';
import { replicaSetController, replicationControllerController } from './replica-set.ts';

export interface AllControllersOptions {
  /** Times of simulated containers. */
  readonly pods?: PodTimes;
}

/** The list to run; its order is the order in which a change reaches them. */
export function allControllers(options: AllControllersOptions = {}): readonly Controller[] {
  return [
    podController(options.pods),
    replicaSetController,
    replicationControllerController,
    deploymentController,
    jobController,
    jobOrphanController,
  ];
}
