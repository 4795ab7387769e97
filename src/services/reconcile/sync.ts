/**
 * Works on the operation of an Application: begins it, goes on with it, tries it again, ends it. Before: decide. After: assess.
 * Everything it must remember stands in the journal; a controller that takes over goes on from there.
 */
import {
  applicationSource,
  type Operation,
  type OperationState,
  type SyncOperationResult,
} from '../../api/application/fields.ts';
import { type Instant, rfc3339 } from '../../base/clock.ts';
import { mayRetry, retryNote, retryWait, unreadableBackoff, withHistoryEntry } from '../../engine/sync/index.ts';
import type { ApplicationView } from './application-view.ts';
import type { Ending } from './ending.ts';
import { goShape } from './go-shape.ts';
import { journaledOperation } from './journal.ts';
import { JournalKeeper, type Overtaken } from './journal-keeper.ts';
import { hasSeveralSources, type OperationStage, sourcesOfOperation, stageOf } from './operation.ts';
import { withKnownLines } from './operation-run.ts';
import { isOutage } from './outage.ts';
import type { PassContext } from './pass.ts';
import { runAttempt } from './sync-attempt.ts';
import { terminateOperation } from './sync-terminate.ts';
import { checkWindow } from './sync-window.ts';

/** How far the operation of this pass got. */
export type OperateOutcome =
  | { readonly kind: 'none' }
  /** Goes on at an event, or at this instant. */
  | { readonly kind: 'waiting'; readonly wakeAt: Instant | undefined }
  /** Goes on once the status tells what is there now. */
  | Telling
  | { readonly kind: 'finished'; readonly ending: Ending }
  /** Somebody else wrote the Application: begin the pass again. */
  | Overtaken;

/** Hooks are about to go by their policy. What they are and made is reported first: nobody can look at it later. */
export interface Telling {
  readonly kind: 'telling';
}

/** How an attempt ended, or why it does not go on now. */
export type AttemptResult =
  | { readonly kind: 'waiting'; readonly message: string; readonly wakeAt: Instant | undefined }
  | Telling
  | { readonly kind: 'ended'; readonly phase: 'Succeeded' | 'Failed' | 'Error'; readonly message: string }
  | Overtaken;

const WAITING = { kind: 'waiting', wakeAt: undefined } as const;

/** One turn of the operation, until it waits or ends. Throws faults of the control plane; those of targets are results. */
export async function operate(context: PassContext): Promise<OperateOutcome> {
  const stage = stageOf(context.view);
  if (stage.kind === 'none') return { kind: 'none' };
  if (stage.kind === 'retrying' && stage.at > context.now()) return { kind: 'waiting', wakeAt: stage.at };
  const keeper = new JournalKeeper(context, withKnownLines(beginOf(stage, context), context.state.run));
  if ((await keeper.write()) === 'overtaken') return { kind: 'overtaken' };
  if (keeper.state.phase === 'Terminating') return end(keeper, context, await terminateOperation(keeper, context));
  const result = await attempt(keeper, context);
  if (result.kind === 'overtaken') return result;
  if (result.kind === 'ended') return end(keeper, context, result);
  if (result.kind === 'waiting') keeper.update({ message: result.message });
  if ((await keeper.write()) === 'overtaken') return { kind: 'overtaken' };
  return result.kind === 'telling' ? result : { ...WAITING, wakeAt: earliest(result.wakeAt, context) };
}

/** A cluster that does not answer is waited for: where it is the one the journal stands in, writing that will tell. */
async function attempt(keeper: JournalKeeper, context: PassContext): Promise<AttemptResult> {
  const blocked = checkWindow(keeper, context);
  if (blocked !== undefined) return blocked;
  try {
    return await runAttempt(keeper, context);
  } catch (error) {
    if (!isOutage(error)) throw error;
    const wakeAt = context.now() + OUTAGE_PAUSE;
    return { kind: 'waiting', message: `waiting for the cluster: ${error.message}`, wakeAt };
  }
}

/** How long until a cluster that could not be looked at is looked at again. */
const OUTAGE_PAUSE = 10_000;

/** The journal with which this turn begins. */
function beginOf(stage: Exclude<OperationStage, { kind: 'none' }>, context: PassContext): OperationState {
  switch (stage.kind) {
    case 'requested':
      return newOperationState(stage.operation, context.now());
    case 'retrying':
      return nextAttempt(stage.state);
    case 'running':
      return isTimedOut(stage.state, context) ? timedOut(stage.state) : stage.state;
    case 'terminating':
      return stage.state;
  }
}

/** A journal that has just begun. Members that Go always writes stand in the copy of the request. */
export function newOperationState(operation: Operation, now: Instant): OperationState {
  return {
    operation: journaledOperation(operation),
    phase: 'Running',
    startedAt: rfc3339(now),
  };
}

/**
 * The next try forgets what the last one did, and which revision that was where the operation names none; with `retry.refresh`
 * also the one that it names.
 */
function nextAttempt(state: OperationState): OperationState {
  const { finishedAt: _, syncResult: __, ...rest } = state;
  const refresh = state.operation.retry?.refresh === true;
  const message = `Retrying operation${refresh ? ' with latest revisions' : ''}. Attempt #${state.retryCount ?? 1}`;
  return { ...rest, message, ...(refresh ? { operation: unpinned(state.operation) } : {}) };
}

function unpinned(operation: Operation): Operation {
  if (operation.sync === undefined) return operation;
  const { revision: _, revisions: __, ...sync } = operation.sync;
  return { ...operation, sync };
}

function isTimedOut(state: OperationState, context: PassContext): boolean {
  const limit = context.tuning.operationTimeout;
  return limit > 0 && context.now() >= Date.parse(state.startedAt ?? '') + limit;
}

function timedOut(state: OperationState): OperationState {
  return { ...state, phase: 'Terminating', message: 'operation is terminating due to timeout' };
}

/** A waiting operation also wakes to be ended by its time limit. */
function earliest(wakeAt: Instant | undefined, context: PassContext): Instant | undefined {
  const limit = context.tuning.operationTimeout;
  const started = context.view.app.status?.operationState?.startedAt;
  if (limit <= 0 || typeof started !== 'string') return wakeAt;
  return Math.min(wakeAt ?? Number.POSITIVE_INFINITY, Date.parse(started) + limit);
}

async function end(keeper: JournalKeeper, context: PassContext, result: AttemptResult): Promise<OperateOutcome> {
  if (result.kind !== 'ended') return result.kind === 'overtaken' ? result : WAITING;
  const terminated = keeper.state.phase === 'Terminating';
  const count = keeper.state.retryCount ?? 0;
  const failed = result.phase !== 'Succeeded';
  if (failed && !terminated && mayRetry(keeper.state.operation.retry, count))
    return retryLater(keeper, context, result.message);
  const note = failed && !terminated && count > 0 ? ` (retried ${count} times).` : '';
  return conclude(keeper, context, result.phase, `${result.message}${note}`);
}

async function conclude(
  keeper: JournalKeeper,
  context: PassContext,
  phase: 'Succeeded' | 'Failed' | 'Error',
  message: string,
): Promise<OperateOutcome> {
  keeper.update({ phase, message, finishedAt: rfc3339(context.now()) });
  const history = phase === 'Succeeded' ? historyAfter(keeper, context) : undefined;
  // Released before the end is written: whoever takes over here finds the work done and only ends it.
  await context.manifests.release(operationId(context.view, keeper.state));
  const ending = keeper.complete(history, () => {
    context.events.operationCompleted(context.view, keeper.state);
    context.state.run = undefined;
  });
  return { kind: 'finished', ending };
}

async function retryLater(keeper: JournalKeeper, context: PassContext, message: string): Promise<OperateOutcome> {
  const { state } = keeper;
  const count = state.retryCount ?? 0;
  const unreadable = unreadableBackoff(state.operation.retry);
  if (unreadable !== undefined)
    return conclude(keeper, context, 'Error', `${message} (failed to retry: ${unreadable})`);
  const at = context.now() + retryWait(state.operation.retry, count);
  const text = `${message}.${retryNote(count + 1, at)}`;
  keeper.update({ phase: 'Running', message: text, finishedAt: rfc3339(context.now()), retryCount: count + 1 });
  context.state.run = undefined;
  return (await keeper.write()) === 'overtaken' ? { kind: 'overtaken' } : { kind: 'waiting', wakeAt: at };
}

/** A whole, real sync leaves an entry; a restricted one is no point to go back to. */
function historyAfter(keeper: JournalKeeper, context: PassContext): readonly object[] | undefined {
  const { operation, syncResult, startedAt } = keeper.state;
  const { sync } = operation;
  if (sync === undefined || sync.dryRun === true || (sync.resources ?? []).length > 0) return undefined;
  const before = context.view.app.status?.history ?? [];
  const entry = {
    deployStartedAt: startedAt,
    deployedAt: rfc3339(context.now()),
    initiatedBy: operation.initiatedBy ?? {},
    ...deployed(context.view, syncResult),
  };
  const known = before.map((old) => ({ ...old, id: old.id ?? 0 }));
  return withHistoryEntry<{ readonly id: number }>(
    known,
    (id) => ({ id, ...entry }),
    context.view.app.spec.revisionHistoryLimit ?? undefined,
  );
}

function deployed(view: ApplicationView, result: SyncOperationResult | undefined): object {
  if (hasSeveralSources(view))
    return { revisions: result?.revisions ?? [], sources: result?.sources ?? [], source: { repoURL: '' } };
  // What came with the request has no revision.
  return { ...(result?.revision ? { revision: result.revision } : {}), source: result?.source ?? {} };
}

/** Name under which the commits of an operation are kept. */
export function operationId(view: ApplicationView, state: OperationState): string {
  return `${view.key.namespace}/${view.key.name}@${state.startedAt ?? ''}`;
}

/** `syncResult` of an attempt: what it syncs to. */
export function resultOf(
  view: ApplicationView,
  state: OperationState,
  revisions: readonly string[],
): SyncOperationResult {
  const sources = sourcesOfOperation(view, state.operation.sync ?? {}).map((it) => goShape(applicationSource, it));
  const [first] = sources;
  const several = hasSeveralSources(view);
  const managed = view.app.spec.syncPolicy?.managedNamespaceMetadata;
  return {
    ...state.syncResult,
    revision: several ? '' : (revisions[0] ?? ''),
    source: first ?? { repoURL: '' },
    ...(several ? { sources } : {}),
    ...(several && revisions.length > 0 ? { revisions } : {}),
    ...(managed === undefined ? {} : { managedNamespaceMetadata: managed }),
  };
}
