/** Ends an operation that somebody terminated: its hooks that still run go. */
import {
  planSync,
  planTermination,
  prunePropagation,
  TERMINATED,
  TERMINATED_WITH_ERRORS,
} from '../../engine/sync/index.ts';
import type { JournalKeeper } from './journal-keeper.ts';
import type { PassContext } from './pass.ts';
import type { AttemptResult } from './sync.ts';
import { prepareAttempt } from './sync-prepare.ts';

/** Nothing is retried: what could not be removed is said in the message's phase. */
export async function terminateOperation(keeper: JournalKeeper, context: PassContext): Promise<AttemptResult> {
  const prepared = await prepareAttempt(keeper, context);
  // Without manifests it is unknown which hooks there are; the journal still ends.
  if (prepared.kind !== 'ready') return { kind: 'ended', phase: 'Failed', message: TERMINATED };
  const { writer, planInput, request } = prepared.attempt;
  const { release, remove } = planTermination(planSync(await planInput()));
  const propagation = prunePropagation(request.options);
  const outcomes = [
    ...(await Promise.all(release.flatMap(({ live }) => (live ? [writer.releaseHook(live.object)] : [])))),
    ...(await Promise.all(
      remove.flatMap(({ live }) => (live ? [writer.remove({ object: live.object, propagation })] : [])),
    )),
  ];
  const failed = outcomes.some((outcome) => outcome.kind === 'failed');
  return failed
    ? { kind: 'ended', phase: 'Error', message: TERMINATED_WITH_ERRORS }
    : { kind: 'ended', phase: 'Failed', message: TERMINATED };
}
