/** What became of a deletion's turn: a condition where it cannot go on, nothing else. */

import { hasCode } from '../../base/errors.ts';
import { stringifyJson } from '../../base/json/stringify.ts';
import type { Json } from '../../base/json-value.ts';
import { sameConditions } from '../../engine/conditions/merge-conditions.ts';
import type { DeleteOutcome } from './delete.ts';
import { addressOfApp } from './journal.ts';
import type { PassContext } from './pass.ts';
import { conditionsAfter } from './report.ts';

/** Writes or takes away the DeletionError. */
export async function reportDeletion(context: PassContext, outcome: DeleteOutcome): Promise<void> {
  if (outcome.kind === 'released') return;
  if (outcome.kind === 'overtaken') return context.again();
  const found = outcome.kind === 'stuck' ? [{ type: 'DeletionError' as const, message: outcome.message }] : [];
  const before = context.view.app.status?.conditions ?? [];
  const after = conditionsAfter(context, found, ['DeletionError']);
  if (sameConditions(before, after)) return;
  const conditions = after.length === 0 ? null : (after as unknown as Json);
  try {
    const patch = stringifyJson({ status: { conditions } });
    context.accept(await context.kube.patch(addressOfApp(context.view), 'merge', patch));
  } catch (error) {
    if (!hasCode(error, 'kube.not-found')) throw error;
  }
}
