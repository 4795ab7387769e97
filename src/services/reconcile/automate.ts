/** Carries out what was decided: a refusal becomes a condition, a start becomes the Application's operation. */
import type { ApplicationStatus } from '../../api/application/fields.ts';
import type { Instant } from '../../base/clock.ts';
import type { ConditionText } from '../../engine/conditions/merge-conditions.ts';
import { type Decision, decide } from './decide.ts';
import type { WaitReason } from './explanation.ts';
import type { Inspected, Valid } from './inspect.ts';
import type { PassContext } from './pass.ts';
import { type Start, startOf } from './start-operation.ts';
import { windowSubject } from './sync-window.ts';

export interface Automated {
  /** To be reported before anything begins. */
  readonly status: ApplicationStatus;
  /** An operation that is to begin, best with the write of the status. */
  readonly start: Start | undefined;
  /** When to look again. */
  readonly wakeAt: Instant | undefined;
}

/** Decides from what was inspected. */
export function automate(
  context: PassContext,
  valid: Valid,
  inspected: Exclude<Inspected, { kind: 'kept' }>,
): Automated {
  if (inspected.kind === 'failed') return { status: inspected.status, start: undefined, wakeAt: undefined };
  const decision = decide({
    view: context.view,
    comparison: inspected.comparison,
    syncedAfter: context.state.syncedAfter,
    windows: valid.project.syncWindows ?? [],
    subject: windowSubject(context),
    backoff: context.tuning.selfHeal,
    now: context.now(),
  });
  context.state.resting = restingReason(decision);
  const { revisions } = inspected.comparison;
  return {
    status: inspected.statusWith(syncErrors(decision, context)),
    start: decision.kind === 'start' ? startOf(context, decision, revisions) : undefined,
    wakeAt: decision.kind === 'rest' ? decision.wakeAt : undefined,
  };
}

/** As in Argo CD, where a window is closed nobody asks whether the last refusal would stand. */
function syncErrors(decision: Decision, { view }: PassContext): readonly ConditionText[] {
  if (decision.kind === 'refuse') return [{ type: 'SyncError', message: decision.message }];
  if (decision.kind === 'start' || !decision.isClosed) return [];
  return (view.app.status?.conditions ?? []).flatMap(({ type, message = '' }) =>
    type === 'SyncError' ? [{ type, message }] : [],
  );
}

function restingReason(decision: Decision): WaitReason | undefined {
  switch (decision.kind) {
    case 'start':
      return undefined;
    case 'refuse':
      return { why: decision.message };
    case 'rest':
      return { why: decision.why, until: decision.wakeAt };
  }
}
