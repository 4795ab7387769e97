/**
 * One pass: the data path by name. Every step reads the world anew, so that a pass may begin at any moment and end at any
 * moment. Before: the queue. Steps: refresh, delete, sync, normalise, render, observe, compare, assess, decide, report.
 */
import type { Instant } from '../../base/clock.ts';
import { want } from './app-state.ts';
import { isDeleting } from './application-view.ts';
import { automate } from './automate.ts';
import { deleteApplication } from './delete.ts';
import type { Ending } from './ending.ts';
import { firstStatuses } from './first-status.ts';
import { inspect } from './inspect.ts';
import { normalise } from './normalise.ts';
import type { PassContext } from './pass.ts';
import { takeRefresh } from './refresh.ts';
import { invalidStatus, report } from './report.ts';
import { reportDeletion } from './report-deletion.ts';
import { begin } from './start-operation.ts';
import { operate } from './sync.ts';

export interface PassResult {
  /** When to pass again without an event. */
  readonly wakeAt: Instant | undefined;
}

/** Throws faults of the control plane; the queue tries again. */
export async function reconcileApplication(context: PassContext): Promise<PassResult> {
  if (!context.lead.leads()) return standBy(context);
  // As Argo CD does: an operation comes to its end before what it applies is deleted.
  if (!isDeleting(context.view) || context.view.app.operation !== undefined) return operateAndLook(context);
  const deleted = await deleteApplication(context);
  if (deleted.kind === 'released') return { wakeAt: undefined };
  await reportDeletion(context, deleted);
  const { wakeAt } = await operateAndLook(context);
  // What stands in the way may go without anything that tells us.
  return { wakeAt: deleted.kind === 'stuck' ? earliest(wakeAt, context.now() + DELETION_PAUSE) : wakeAt };
}

/** How long until a deletion that cannot go on is tried again. */
const DELETION_PAUSE = 30_000;

async function operateAndLook(context: PassContext): Promise<PassResult> {
  const { state } = context;
  const operated = await operate(context);
  if (operated.kind === 'overtaken') return again(context);
  if (operated.kind === 'finished') return concluded(context, operated.ending);
  if (operated.kind !== 'none') want(state, 'live');
  if (operated.kind === 'telling') {
    await look(context, undefined, undefined);
    return again(context);
  }
  return look(context, operated.kind === 'waiting' ? operated.wakeAt : undefined, undefined);
}

/** How long the end of an operation waits for the status that it leads to. */
const PATIENCE = 1_000;

/** Looks at what an ended operation left, and stores both together where that can be. */
async function concluded(context: PassContext, ending: Ending): Promise<PassResult> {
  const { state, deps } = context;
  // A dry run has changed nothing to look at.
  const tried = context.view.app.status?.operationState?.operation.sync?.dryRun === true;
  if (!tried) {
    state.mustReport = true;
    want(state, 'cached');
  }
  const timer = deps.clock.after(PATIENCE, () => void ending.write().catch(() => undefined));
  try {
    const server = state.comparison?.cluster.server;
    if (server !== undefined) await firstStatuses(context, context.cluster(server));
    return await look(context, undefined, ending);
  } finally {
    timer.cancel();
    if ((await ending.write()) === 'overtaken') again(context);
  }
}

/** The data path from refresh to report. */
async function look(
  context: PassContext,
  operationWakeAt: Instant | undefined,
  ending: Ending | undefined,
): Promise<PassResult> {
  const { state } = context;
  const refresh = takeRefresh(state);
  if (refresh.level === 'none') return { wakeAt: operationWakeAt };
  const validation = context.validation();
  if (validation.kind === 'invalid') {
    // What stands there is said by the deletion; the specification of what goes is nobody's concern.
    if (isDeleting(context.view)) return { wakeAt: operationWakeAt };
    state.comparison = undefined;
    await report(context, { status: invalidStatus(context, validation.conditions), refresh, ending });
    return { wakeAt: operationWakeAt };
  }
  if ((await normalise(context)) === 'overtaken') {
    want(state, refresh.level);
    return again(context);
  }
  const inspected = await inspect(context, validation, refresh);
  if (inspected.kind === 'kept') return { wakeAt: earliest(operationWakeAt, inspected.wakeAt) };
  const decided = automate(context, validation, inspected);
  const reported = await report(context, { status: decided.status, refresh, start: decided.start, ending });
  await begin(context, decided.start, reported);
  return { wakeAt: earliest(earliest(operationWakeAt, decided.wakeAt), inspected.wakeAt) };
}

/**
 * Without the lead: looks, so that people see what runs and whoever takes over finds everything known, and writes nothing.
 * What was asked for is still asked for when the lead comes.
 */
async function standBy(context: PassContext): Promise<PassResult> {
  const { state } = context;
  const refresh = takeRefresh(state);
  state.audited = false;
  if (refresh.level === 'none' || isDeleting(context.view)) return { wakeAt: undefined };
  const validation = context.validation();
  if (validation.kind === 'invalid') return { wakeAt: undefined };
  return { wakeAt: (await inspect(context, validation, refresh)).wakeAt };
}

function again(context: PassContext): PassResult {
  context.again();
  return { wakeAt: undefined };
}

function earliest(a: Instant | undefined, b: Instant | undefined): Instant | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}
