/** Takes one disruption from a budget, for an eviction. Source: Kubernetes docs, "Disruptions"; the words are those of recorded answers. */
import { rfc3339 } from '../../base/clock.ts';
import { isList, isObject, type Json, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { updateObject } from '../operations/update-object.ts';
import { type Call, writeOptionsOf } from '../requests/call.ts';
import { ApiFault } from '../status/api-fault.ts';
import { forbidden } from '../status/faults.ts';
import type { StoredObject } from '../storage/stored-object.ts';

const BUDGETS = 'policy/poddisruptionbudgets';
const REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";
const RETRY_SECONDS = 10;
/** Pods whose eviction was granted, of one budget. */
const MOST_DISRUPTED = 2000;

/** The budget remembers the pod until it is gone. Throws 429 where none is left, 403 where the budget is broken. */
export function spendDisruption(
  call: Call,
  budget: StoredObject,
  how: { readonly pod: string; readonly dryRun: boolean },
): void {
  const { object, name } = budget;
  const allowed = count(object, 'disruptionsAllowed');
  const disrupted = memberAt(object, 'status', 'disruptedPods');
  const named = { group: 'policy', plural: 'poddisruptionbudget' };
  if (count(object, 'observedGeneration') < (object.metadata.generation ?? 0)) {
    throw refused(`The disruption budget ${name} is still being processed by the server.`, RETRY_SECONDS);
  }
  if (allowed < 0) throw forbidden(named, name, 'pdb disruptions allowed is negative');
  if (isObject(disrupted) && Object.keys(disrupted).length > MOST_DISRUPTED) {
    const why = 'DisruptedPods map too big - too many evictions not confirmed by PDB controller';
    throw forbidden(named, name, why);
  }
  if (allowed === 0) throw refused(whyNone(object, name));
  const definition = call.cluster.registry.ofShelf(BUDGETS);
  if (how.dryRun || definition === undefined) return;
  const { status } = object;
  const next = {
    ...(isObject(status) ? status : {}),
    disruptionsAllowed: allowed - 1,
    disruptedPods: { ...(isObject(disrupted) ? disrupted : {}), [how.pod]: rfc3339(call.cluster.clock.now()) },
  };
  const { admit: _, ...options } = writeOptionsOf(call, 'CreateOptions');
  const change = { current: budget, next: { ...object, status: next } as KubeObject };
  updateObject(call.cluster, definition, change, { ...options, subresource: 'status' });
}

function whyNone(budget: KubeObject, name: string): string {
  const condition = conditionOf(budget);
  const said = textAt(condition, 'status') === 'False' ? (textAt(condition, 'message') ?? '') : '';
  const reason = textAt(condition, 'reason') ?? '';
  const none = `The disruption budget ${name} does not allow evicting pods currently`;
  if (said !== '' && reason === 'SyncFailed') return `${none} because it failed sync: ${said}`;
  const [desired, healthy] = [count(budget, 'desiredHealthy'), count(budget, 'currentHealthy')];
  if (healthy <= desired) {
    return `The disruption budget ${name} needs ${desired} healthy pods and has ${healthy} currently`;
  }
  return said === '' ? none : `${none} (${reason}): ${said}`;
}

function conditionOf(budget: KubeObject): Json | undefined {
  const conditions = memberAt(budget, 'status', 'conditions');
  return isList(conditions) ? conditions.find((one) => textAt(one, 'type') === 'DisruptionAllowed') : undefined;
}

function count(budget: KubeObject, name: string): number {
  const value = memberAt(budget, 'status', name);
  return typeof value === 'number' ? value : 0;
}

function refused(message: string, retryAfterSeconds?: number): ApiFault {
  const causes = [{ reason: 'DisruptionBudget', message, field: '' }];
  const details = { code: 429, reason: 'TooManyRequests', message: REFUSED, causes };
  return new ApiFault({ ...details, ...(retryAfterSeconds !== undefined && { retryAfterSeconds }) });
}
