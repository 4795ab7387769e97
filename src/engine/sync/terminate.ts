/** What a terminated operation leaves to do. Source: features row C1. */
import { withoutHookFinalizer } from './hook.ts';
import { assessTask } from './progress.ts';
import { isRunning, type SyncTask } from './task.ts';

export interface Termination {
  /** Hook objects that our finalizer holds. */
  readonly release: readonly SyncTask[];
  /** Hook objects that still run. */
  readonly remove: readonly SyncTask[];
}

export const TERMINATED = 'Operation terminated';
export const TERMINATED_WITH_ERRORS = 'Operation termination had errors';

/** Hooks of this operation that still run are deleted; finalizers of all its hooks are removed. */
export function planTermination(tasks: readonly SyncTask[]): Termination {
  const hooks = tasks.filter((task) => task.hook && task.live !== undefined && task.progress !== '');
  return {
    release: hooks.filter((task) => task.live && withoutHookFinalizer(task.live.object) !== undefined),
    remove: hooks.filter(runs),
  };
}

/** Says the live object, whatever the journal holds. An intended hook counts: its object is there. */
function runs(task: SyncTask): boolean {
  const created: SyncTask = task.status === '' ? { ...task, status: 'Synced' } : task;
  if (!isRunning(created)) return false;
  const [outcome] = assessTask(created);
  return outcome === undefined || outcome.progress === 'Running';
}
