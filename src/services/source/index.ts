/** The source service. Everything else in this folder is its own. */

export { registryOf } from './chart-store.ts';
export { needKey, type RenderObject } from './commit-inputs.ts';
export type { PauseLimits } from './failure-pause.ts';
export {
  createManifestService,
  type ManifestServiceDeps,
  type RunningManifestService,
} from './manifest-service.ts';
export { remoteAnswer } from './remote-answer.ts';
export {
  attemptTask,
  type RenderPool,
  type RenderSession,
  type RenderSignals,
  type RenderTask,
  type TaskOutcome,
} from './render-pool.ts';
