/** The simulated part of a cluster as one thing to start and stop: initial objects, then all controllers. */
import type { Clock } from '../../base/clock.ts';
import { type AllControllersOptions, allControllers } from './all-controllers.ts';
import type { ClusterAccess } from './cluster-access.ts';
import { type ControllerLoopOptions, type RunningControllers, runControllers } from './controller-loop.ts';
import { createInitialObjects } from './initial-objects.ts';

export interface SimulationOptions extends AllControllersOptions, Pick<ControllerLoopOptions, 'onFailure'> {
  readonly access: ClusterAccess;
  readonly clock: Clock;
  /** Number of nodes; default 1. */
  readonly nodes?: number;
}

/** Makes what a cluster starts with and runs the controllers until they are stopped. What is stored goes on as it was. */
export function simulateCluster(options: SimulationOptions): RunningControllers {
  const { access, clock, nodes = 1, onFailure } = options;
  createInitialObjects(access, { now: clock.now(), nodes });
  const controllers = allControllers(options);
  const running = runControllers({ access, clock, controllers, ...(onFailure === undefined ? {} : { onFailure }) });
  running.settle();
  return running;
}
