/** Ends an operation that somebody terminated: its hooks that still run go. */
import {
  type Outcome,
  type Propagation,
  planSync,
  planTermination,
  prunePropagation,
  type SyncTask,
  TERMINATED,
  TERMINATED_WITH_ERRORS,
  withOutcomes,
} from '../../engine/sync/index.ts';
import type { GuardedWriter } from './guarded-write.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import { isOutage } from './outage.ts';
import type { PassContext } from './pass.ts';
import type { AttemptResult } from './sync.ts';
import { type Prepared, prepareAttempt } from './sync-prepare.ts';

/** Nothing is retried: what could not be removed is said in the message's phase. */
export async function terminateOperation(keeper: JournalKeeper, context: PassContext): Promise<AttemptResult> {
  const prepared = await prepare(keeper, context);
  // Without manifests it is unknown which hooks there are; the journal still ends.
  if (prepared.kind !== 'ready') return { kind: 'ended', phase: 'Failed', message: TERMINATED };
  const { writer, planInput, request } = prepared.attempt;
  const { release, remove } = planTermination(planSync(await planInput()));
  const propagation = prunePropagation(request.options);
  const released = await Promise.all(release.flatMap(({ live }) => (live ? [writer.releaseHook(live.object)] : [])));
  const removed = await Promise.all(remove.map((task) => removeHook(task, writer, propagation)));
  note(keeper, removed);
  const failed =
    released.some(({ kind }) => kind === 'failed') || removed.some(({ progress }) => progress === 'Failed');
  return failed
    ? { kind: 'ended', phase: 'Error', message: TERMINATED_WITH_ERRORS }
    : { kind: 'ended', phase: 'Failed', message: TERMINATED };
}

/** A cluster that cannot be looked at must not keep an operation that somebody wants ended. */
async function prepare(keeper: JournalKeeper, context: PassContext): Promise<Prepared> {
  try {
    return await prepareAttempt(keeper, context);
  } catch (error) {
    if (!isOutage(error)) throw error;
    return { kind: 'ended', phase: 'Error', message: error.message };
  }
}

/** The line of a hook that was cut short says that it was deleted. */
async function removeHook(task: SyncTask, writer: GuardedWriter, propagation: Propagation): Promise<Outcome> {
  const status = task.status;
  if (task.live === undefined) return { task, status, progress: 'Succeeded', message: 'Deleted' };
  const result = await writer.remove({ object: task.live.object, propagation });
  if (result.kind === 'done') return { task, status, progress: 'Succeeded', message: 'Deleted' };
  return { task, status, progress: 'Failed', message: `Failed to delete: ${result.message}` };
}

function note(keeper: JournalKeeper, outcomes: readonly Outcome[]): void {
  const { syncResult } = keeper.state;
  if (syncResult === undefined || outcomes.length === 0) return;
  // The lines hold only texts of the closed sets that the tables name.
  const resources = withOutcomes(syncResult.resources ?? [], outcomes) as typeof syncResult.resources & object;
  keeper.update({ syncResult: { ...syncResult, resources } });
}
