/** The controller: Applications become what their sources say. Steps: see `reconcile-application.ts`. */
import type { AppKey, LiveView } from '../../ports/live-view.ts';
import type { ResourceWriter } from '../../ports/resource-writer.ts';
import type { PassLevel } from './app-state.ts';
import { Controller } from './controller.ts';
import type { ReconcileDeps } from './reconcile-deps.ts';

export { createGuardedWriter, type GuardedWriter } from './guarded-write.ts';
export type { ReconcileDeps, ReconcileTuning } from './reconcile-deps.ts';

export interface Reconciler {
  /** Follows Applications and works on them until stopped. Resolves when the first list is in. */
  start(): Promise<void>;
  /** Ends after what is being worked on; what was not finished goes on in the next controller. */
  stop(): Promise<void>;
  readonly liveView: LiveView;
  /** For what people do to single objects of an Application. */
  readonly resourceWriter: ResourceWriter;
  /** Looks at an Application anew, as an event would make it. */
  requestRefresh(app: AppKey, level: PassLevel): void;
  /** Resolves when nothing waits and nothing runs: for tests and for orderly ends. */
  idle(): Promise<void>;
}

export function createReconciler(deps: ReconcileDeps): Reconciler {
  return new Controller(deps);
}
