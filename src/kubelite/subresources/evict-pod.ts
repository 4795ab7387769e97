/**
 * POST of `pods/x/eviction`: a deletion that disruption budgets may refuse. Source: Kubernetes docs, "API-initiated
 * Eviction"; the words are those of recorded answers.
 */
import { rfc3339 } from '../../base/clock.ts';
import { isObject, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { labelSelectorOf, matchesLabels } from '../../kube/selector/label-selector.ts';
import { type DeleteRequest, deleteObject } from '../operations/delete-object.ts';
import { updateObject } from '../operations/update-object.ts';
import type { ResourceDefinition } from '../registry/resource-definition.ts';
import type { FullAnswer } from '../requests/api-request.ts';
import { type Call, isDryRun, writeOptionsOf } from '../requests/call.ts';
import { requestOfOptions } from '../requests/delete-options.ts';
import { readObject } from '../requests/read-body.ts';
import { ApiFault } from '../status/api-fault.ts';
import { badRequest, notFound } from '../status/faults.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { answerSuccess, checkUntabled } from './answer-object.ts';

const BUDGETS = 'policy/poddisruptionbudgets';
const REFUSED = "Cannot evict pod as it would violate the pod's disruption budget.";
const SEVERAL = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
const RETRY_SECONDS = 10;

/** Deletes the pod where its budget has one left. Throws 404, 409, 429 where it has none, and 500 for several budgets. */
export function evictPod(call: Call): FullAnswer {
  const { cluster, definition, path } = call;
  checkUntabled(call.request);
  const eviction = readObject(call.request, { apiVersion: 'policy/v1', kind: 'Eviction', custom: false });
  if (eviction.metadata.name && eviction.metadata.name !== path.name) {
    throw badRequest('name in URL does not match name in Eviction object');
  }
  const current = cluster.store.get(definition.shelf, path.namespace, path.name);
  if (!current) throw notFound(definition, path.name);
  const request = requestOf(call, eviction);
  const budget = budgetOf(call, current.object);
  if (budget) spend(call, budget, { pod: path.name, dryRun: request.dryRun });
  deleteObject(cluster, definition, current, request);
  return answerSuccess(201);
}

function requestOf(call: Call, eviction: KubeObject): DeleteRequest {
  const options = eviction['deleteOptions'];
  const body = isObject(options) ? options : {};
  const request = requestOfOptions(body);
  return { ...request, dryRun: request.dryRun || isDryRun(call.query.getAll('dryRun'), 'CreateOptions') };
}

/** The budget that has to be asked: none for pods that serve nobody. Throws 500 for several. */
function budgetOf({ cluster }: Call, pod: KubeObject): StoredObject | undefined {
  const phase = textAt(pod, 'status', 'phase') ?? 'Pending';
  if (phase !== 'Running' || pod.metadata.deletionTimestamp !== undefined) return undefined;
  const budgets = [...cluster.store.list(BUDGETS, pod.metadata.namespace)].filter(({ object }) => {
    const selector = labelSelectorOf(memberAt(object, 'spec', 'selector'));
    return selector !== undefined && matchesLabels(selector, pod.metadata.labels);
  });
  if (budgets.length > 1) throw new ApiFault({ code: 500, reason: '', message: SEVERAL });
  const [budget] = budgets;
  return budget && !mayGoUnready(pod, budget.object) ? budget : undefined;
}

/** A pod that is not ready takes nothing from a budget that is met, or from one that always lets such pods go. */
function mayGoUnready(pod: KubeObject, budget: KubeObject): boolean {
  const conditions = memberAt(pod, 'status', 'conditions');
  const isReady = Array.isArray(conditions) && conditions.some((one) => one.type === 'Ready' && one.status === 'True');
  if (isReady) return false;
  if (textAt(budget, 'spec', 'unhealthyPodEvictionPolicy') === 'AlwaysAllow') return true;
  const desired = count(budget, 'desiredHealthy');
  return desired > 0 && count(budget, 'currentHealthy') >= desired;
}

/** Takes one disruption from the budget, which remembers the pod until it is gone. Throws 429. */
function spend(call: Call, budget: StoredObject, how: { readonly pod: string; readonly dryRun: boolean }): void {
  const { cluster } = call;
  const allowed = count(budget.object, 'disruptionsAllowed');
  if (count(budget.object, 'observedGeneration') < (budget.object.metadata.generation ?? 0)) {
    throw refused(`The disruption budget ${budget.name} is still being processed by the server.`, RETRY_SECONDS);
  }
  if (allowed <= 0) {
    const [desired, healthy] = [count(budget.object, 'desiredHealthy'), count(budget.object, 'currentHealthy')];
    throw refused(`The disruption budget ${budget.name} needs ${desired} healthy pods and has ${healthy} currently`);
  }
  const definition = budgetDefinition(call);
  if (how.dryRun || definition === undefined) return;
  const status = memberAt(budget.object, 'status');
  const disrupted = memberAt(status, 'disruptedPods');
  const next = {
    ...(isObject(status) ? status : {}),
    disruptionsAllowed: allowed - 1,
    disruptedPods: { ...(isObject(disrupted) ? disrupted : {}), [how.pod]: rfc3339(cluster.clock.now()) },
  };
  const { admit: _, ...options } = writeOptionsOf(call, 'CreateOptions');
  const change = { current: budget, next: { ...budget.object, status: next } as KubeObject };
  updateObject(cluster, definition, change, { ...options, subresource: 'status' });
}

function budgetDefinition({ cluster }: Call): ResourceDefinition | undefined {
  return cluster.registry.ofShelf(BUDGETS);
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
