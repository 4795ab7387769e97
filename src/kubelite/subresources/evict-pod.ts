/**
 * POST of `pods/x/eviction`: a deletion that disruption budgets may refuse. Source: Kubernetes docs, "API-initiated
 * Eviction"; the words are those of recorded answers.
 */
import { isList, isObject, type JsonObject, memberAt, textAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { labelSelectorOf, matchesLabels } from '../../kube/selector/label-selector.ts';
import { timeOf } from '../operations/cluster.ts';
import { checkDeletable, deleteObject } from '../operations/delete-object.ts';
import type { FullAnswer } from '../requests/api-request.ts';
import { type Call, isDryRun } from '../requests/call.ts';
import { currentObject } from '../requests/current-object.ts';
import { preconditionsOf, requestOfOptions } from '../requests/delete-options.ts';
import { readValue } from '../requests/read-body.ts';
import { ApiFault } from '../status/api-fault.ts';
import { badRequest, notFound } from '../status/faults.ts';
import type { StoredObject } from '../storage/stored-object.ts';
import { admitCreated } from './admit-created.ts';
import { answerSuccess } from './answer-object.ts';
import { readSubresource } from './read-subresource.ts';
import { spendDisruption } from './spend-disruption.ts';

const BUDGETS = 'policy/poddisruptionbudgets';
const OLD_VERSION = 'policy/v1beta1';
const SEVERAL = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';

/** Deletes the pod where its budget has one left. Throws 404, 409, 429 where it has none, and 500 for several budgets. */
export function evictPod(call: Call): FullAnswer {
  const { definition, path } = call;
  const eviction = readSubresource(call, { apiVersion: versionOf(call), kind: 'Eviction' });
  if (eviction.metadata.name !== path.name) throw badRequest('name in URL does not match name in Eviction object');
  const options = isObject(eviction['deleteOptions']) ? eviction['deleteOptions'] : {};
  const dryRun = isDry(call, options);
  admitCreated(call, eviction, { dryRun });
  const current = currentObject(call);
  if (!current) throw notFound(definition, path.name);
  const budget = budgetOf(call, current.object);
  if (budget) spendDisruption(call, budget, { pod: path.name, dryRun });
  deleteEvicted(call, current, { options, dryRun });
  return answerSuccess(201);
}

interface Eviction {
  readonly options: JsonObject;
  readonly dryRun: boolean;
}

/** Both versions of the kind are read. */
function versionOf({ request }: Call): string {
  const sent = readValue(request, 'Eviction');
  return isObject(sent as JsonObject) && (sent as JsonObject)['apiVersion'] === OLD_VERSION ? OLD_VERSION : 'policy/v1';
}

/** Whether nothing is to be stored. Throws 500 where request and eviction say it in different ways. */
function isDry(call: Call, deleteOptions: JsonObject): boolean {
  const asked = isDryRun(call.query);
  const own = isList(deleteOptions['dryRun']) ? deleteOptions['dryRun'].map(String) : [];
  if (!asked || own.length === 0 || own.join(' ') === 'All') return asked || own.length > 0;
  const message = `Non-matching dry-run options in request and content: [All] and [${own.join(' ')}]`;
  throw new ApiFault({ code: 500, reason: '', message });
}

/** The pod says why it goes, to those who see it go; only then the options of the deletion are looked at. */
function deleteEvicted(call: Call, current: StoredObject, { options, dryRun }: Eviction): void {
  const { cluster, definition } = call;
  checkDeletable(definition, current.object, { ...preconditionsOf(options), dryRun });
  const marked = dryRun ? current : cluster.store.put(definition.shelf, disrupted(current.object, timeOf(cluster)));
  // The version that was asked for was that before the mark.
  const { resourceVersion: _, ...request } = requestOfOptions(options);
  deleteObject(cluster, definition, marked, { ...request, dryRun });
}

function disrupted(pod: KubeObject, lastTransitionTime: string): KubeObject {
  const status = isObject(pod.status) ? pod.status : {};
  const conditions = isList(status['conditions']) ? status['conditions'] : [];
  const others = conditions.filter((condition) => textAt(condition, 'type') !== 'DisruptionTarget');
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime,
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  return { ...pod, status: { ...status, conditions: [...others, condition] } };
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
  const [desired, healthy] = ['desiredHealthy', 'currentHealthy'].map((name) =>
    Number(memberAt(budget, 'status', name) ?? 0),
  );
  return (desired ?? 0) > 0 && (healthy ?? 0) >= (desired ?? 0);
}
