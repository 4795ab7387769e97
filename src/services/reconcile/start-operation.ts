/**
 * Begins an automated operation: the request and the first entry of its journal stand in the Application at once, with the
 * status that led to them. Before: decide. After: sync.
 */
import type { JsonObject } from '../../base/json-value.ts';
import { createMergePatch } from '../../kube/patch/merge/merge-patch.ts';
import type { ApplicationView } from './application-view.ts';
import type { Decision } from './decide.ts';
import { journaledOperation, patchWithPrecondition } from './journal.ts';
import type { PassContext } from './pass.ts';
import type { Reported } from './report.ts';
import { newOperationState } from './sync.ts';

export interface Start {
  readonly operation: JsonObject;
  readonly operationState: JsonObject;
  /** What is synced to, for the event. */
  readonly revisions: readonly string[];
  readonly partial: boolean;
}

export function startOf(
  context: PassContext,
  decision: Decision & { readonly kind: 'start' },
  revisions: readonly string[],
): Start {
  const before = (context.view.app.status?.operationState ?? {}) as JsonObject;
  const after = newOperationState(decision.operation, context.now());
  return {
    operation: journaledOperation(decision.operation) as unknown as JsonObject,
    operationState: createMergePatch(before, after as unknown as JsonObject),
    revisions,
    partial: decision.partial,
  };
}

/** A report's patch that also begins the operation. It holds only for the version that was judged. */
export function withStart(view: ApplicationView, start: Start, report: JsonObject): JsonObject {
  const { summary, sourceHydrator } = view.app.status ?? {};
  const resourceVersion = view.object.metadata.resourceVersion ?? '';
  return {
    ...report,
    metadata: { ...(report['metadata'] as JsonObject | undefined), resourceVersion },
    operation: start.operation,
    status: {
      // Argo CD replaces the whole Application here, and Go writes these two even when empty: so they stand from now on.
      ...({ summary: summary ?? {}, sourceHydrator: sourceHydrator ?? {} } as JsonObject),
      ...(report['status'] as JsonObject | undefined),
      operationState: start.operationState,
    },
  };
}

/** After the report: says that the operation began, or begins it where the status itself was refused. */
export async function begin(context: PassContext, start: Start | undefined, reported: Reported): Promise<void> {
  if (start === undefined || reported === 'overtaken') return;
  if (reported === 'refused' && (await writeAlone(context, start)) === 'overtaken') return;
  context.again();
  context.events.automatedSync(context.view, start.revisions);
}

async function writeAlone(context: PassContext, start: Start): Promise<'written' | 'overtaken'> {
  const written = await patchWithPrecondition(context.kube, context.view, withStart(context.view, start, {}));
  if (written.kind === 'written') context.accept(written.object);
  else context.again();
  return written.kind;
}
