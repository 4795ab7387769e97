/** How far a running task got, judged from the live object. Source: features rows C4, C7; recordings of hooks. */
import { withoutHookFinalizer } from './hook.ts';
import type { Outcome } from './results.ts';
import { isRunning, nameInMessages, type SyncTask } from './task.ts';

/** The new outcome of a running task; an empty list where it stays as it is or the snapshot is too old to judge. */
export function assessTask(task: SyncTask): readonly Outcome[] {
  if (!isRunning(task)) return [];
  if (task.live === undefined || isDoomed(task)) return [missing(task)];
  if (!task.live.settled) return [];
  const outcome = task.hook ? assessHook(task) : assessObject(task);
  const { status, progress, message } = outcome;
  if (status === task.status && progress === task.progress && (message === '' || message === task.message)) return [];
  return [outcome];
}

/** A hook that somebody deletes: nothing but our finalizer holds it, and nobody will bring it to its end any more. */
function isDoomed({ hook, live }: SyncTask): boolean {
  if (!hook || live === undefined || live.object.metadata.deletionTimestamp === undefined) return false;
  const isOpen = live.health?.status === 'Progressing' || live.health?.status === 'Suspended';
  const released = withoutHookFinalizer(live.object);
  return isOpen && released !== undefined && (released.metadata.finalizers ?? []).length === 0;
}

function missing(task: SyncTask): Outcome {
  const message = `Resource ${nameInMessages(task)} is missing, it might have been deleted`;
  return { task, status: 'SyncFailed', progress: 'Error', message };
}

/** Healthy or without a check, and Missing: succeeded; Degraded or Unknown: failed; else it runs. */
function assessHook(task: SyncTask): Outcome {
  const health = task.live?.health;
  const message = health?.message ?? '';
  if (health === undefined || health.status === 'Missing') {
    return { task, status: task.status, progress: 'Succeeded', message: `${task.key.name} created` };
  }
  switch (health.status) {
    case 'Healthy':
      return { task, status: task.status, progress: 'Succeeded', message };
    case 'Degraded':
    case 'Unknown':
      return { task, status: task.status, progress: 'Failed', message };
    default:
      return { task, status: task.status, progress: 'Running', message };
  }
}

/** Healthy or without a check: succeeded, its message stands; Degraded: failed; else it runs. */
function assessObject(task: SyncTask): Outcome {
  const health = task.live?.health;
  const stays = { task, status: task.status, progress: task.progress, message: '' } as const;
  if (health === undefined) return { ...stays, progress: 'Succeeded' };
  const message = health.message ?? '';
  if (health.status === 'Healthy') return { ...stays, progress: 'Succeeded', message };
  return health.status === 'Degraded' ? { ...stays, progress: 'Failed', message } : stays;
}
