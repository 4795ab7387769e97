/** Carries out what was decided: a refusal becomes a condition, a start becomes the Application's operation. */
import type { ApplicationStatus } from '../../api/application/fields.ts';
import type { Instant } from '../../base/clock.ts';
import type { JsonObject } from '../../base/json-value.ts';
import { type Decision, decide } from './decide.ts';
import type { Inspected, Valid } from './inspect.ts';
import { journaledOperation, patchWithPrecondition } from './journal.ts';
import type { PassContext } from './pass.ts';
import { windowSubject } from './sync-window.ts';

export interface Automated {
  /** To be reported before anything begins. */
  readonly status: ApplicationStatus;
  /** Begins what was decided; answers when to look again. */
  begin(): Promise<Instant | undefined>;
}

/** Decides from what was inspected. */
export function automate(
  context: PassContext,
  valid: Valid,
  inspected: Exclude<Inspected, { kind: 'kept' }>,
): Automated {
  if (inspected.kind === 'failed') return { status: inspected.status, begin: async () => undefined };
  const decision = decide({
    view: context.view,
    comparison: inspected.comparison,
    windows: valid.project.syncWindows ?? [],
    subject: windowSubject(context, valid.cluster),
    backoff: context.tuning.selfHeal,
    now: context.now(),
  });
  const conditions = decision.kind === 'refuse' ? [{ type: 'SyncError' as const, message: decision.message }] : [];
  return {
    status: inspected.statusWith(conditions),
    begin: () => begin(context, decision, inspected.comparison.revisions),
  };
}

async function begin(
  context: PassContext,
  decision: Decision,
  revisions: readonly string[],
): Promise<Instant | undefined> {
  if (decision.kind === 'rest') return decision.wakeAt;
  if (decision.kind === 'refuse') return undefined;
  const { view } = context;
  const { summary, sourceHydrator } = view.app.status ?? {};
  // Argo CD replaces the whole Application here, and Go writes these two even when empty: so they stand from now on.
  const status = { summary: summary ?? {}, sourceHydrator: sourceHydrator ?? {} };
  const operation = journaledOperation(decision.operation);
  const written = await patchWithPrecondition(context.kube, view, { operation, status } as unknown as JsonObject);
  context.again();
  if (written.kind === 'overtaken') return undefined;
  context.accept(written.object);
  context.events.automatedSync(context.view, revisions, decision.partial);
  return undefined;
}
