/** The scheduler: onto which node a pod goes. Resources, pod affinity and spreading are not looked at. */
import { rfc3339 } from '../../../base/clock.ts';
import { isList, isObject, type Json, type JsonObject, memberAt } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { labelSelectorOf, matchesLabels } from '../../../kube/selector/label-selector.ts';
import type { Action, Step, StepContext } from '../controller.ts';
import { statusChange } from '../status-change.ts';
import type { Pod, Toleration } from '../workload-types.ts';
import { withPodCondition } from './pod-conditions.ts';
import { simulationOf } from './simulation.ts';

/** Puts the pod on a fitting node, or says that there is none. */
export function placePod(pod: Pod, nodes: readonly KubeObject[], { now }: StepContext): Step {
  if ((pod.spec.schedulingGates ?? []).length > 0) return { actions: [] };
  const fitting = nodes.filter((node) => fits(pod, node));
  const chosen = fitting[fitting.length === 0 ? 0 : spread(pod) % fitting.length];
  if (chosen === undefined) return { actions: unschedulable(pod, nodes.length, now) };
  const placed: Pod = { ...pod, spec: { ...pod.spec, nodeName: chosen.metadata.name ?? '' } };
  const status = withPodCondition(pod.status ?? {}, { type: 'PodScheduled', status: 'True', since: rfc3339(now) });
  return {
    actions: [
      { kind: 'bind', object: placed },
      { kind: 'update-status', object: { ...placed, status } },
      {
        kind: 'event',
        about: pod,
        type: 'Normal',
        reason: 'Scheduled',
        message: `Successfully assigned ${pod.metadata.namespace}/${pod.metadata.name} to ${chosen.metadata.name}`,
        source: 'default-scheduler',
      },
    ],
  };
}

/** True for a node that the pod's selector, required affinity and tolerations allow. */
export function fits(pod: Pod, node: KubeObject): boolean {
  return (
    simulationOf(pod) !== 'unschedulable' &&
    memberAt(node.spec, 'unschedulable') !== true &&
    matchesLabels(labelSelectorOf({ matchLabels: pod.spec.nodeSelector ?? {} }) ?? [], node.metadata.labels) &&
    allowedByAffinity(pod, node) &&
    taintsOf(node).every((taint) => isTolerated(taint, pod.spec.tolerations ?? []))
  );
}

function unschedulable(pod: Pod, nodes: number, now: number): readonly Action[] {
  const why =
    simulationOf(pod) === 'unschedulable'
      ? 'an annotation of the pod asks for no node'
      : "no node matches the pod's selector, affinity and tolerations";
  const message = `0/${nodes} nodes are available: ${why}.`;
  const condition = { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', since: rfc3339(now) } as const;
  const status = withPodCondition({ phase: 'Pending', ...pod.status }, { ...condition, message });
  const changes = statusChange(pod, status);
  if (changes.length === 0) return changes;
  const told = { type: 'Warning', reason: 'FailedScheduling', message, source: 'default-scheduler' } as const;
  return [...changes, { kind: 'event', about: pod, ...told }];
}

function allowedByAffinity(pod: Pod, node: KubeObject): boolean {
  const required = memberAt(
    pod.spec,
    'affinity',
    'nodeAffinity',
    'requiredDuringSchedulingIgnoredDuringExecution',
    'nodeSelectorTerms',
  );
  if (!isList(required)) return true;
  return required.some((term) => matchesTerm(term, node));
}

function matchesTerm(term: Json, node: KubeObject): boolean {
  const expressions = memberAt(term, 'matchExpressions');
  const fields = memberAt(term, 'matchFields');
  if (!isList(expressions) && !isList(fields)) return false;
  return (
    matchesExpressions(expressions, node.metadata.labels) &&
    matchesExpressions(fields, { 'metadata.name': node.metadata.name ?? '' })
  );
}

function matchesExpressions(expressions: Json | undefined, labels: JsonObject | undefined): boolean {
  if (!isList(expressions)) return true;
  return expressions.every((expression) => {
    const operator = memberAt(expression, 'operator');
    if (operator === 'Gt' || operator === 'Lt') return comparesAs(expression, operator, labels);
    const selector = labelSelectorOf({ matchExpressions: [expression] });
    return selector !== undefined && matchesLabels(selector, labels);
  });
}

function comparesAs(expression: Json, operator: 'Gt' | 'Lt', labels: JsonObject | undefined): boolean {
  const key = memberAt(expression, 'key');
  const value = typeof key === 'string' ? labels?.[key] : undefined;
  if (value === undefined) return false;
  const bound = Number(memberAt(expression, 'values', 0));
  return operator === 'Gt' ? Number(value) > bound : Number(value) < bound;
}

function taintsOf(node: KubeObject): readonly JsonObject[] {
  const taints = memberAt(node.spec, 'taints');
  return isList(taints) ? taints.filter(isObject).filter((taint) => taint['effect'] !== 'PreferNoSchedule') : [];
}

function isTolerated(taint: JsonObject, tolerations: readonly Toleration[]): boolean {
  return tolerations.some((toleration) => tolerates(toleration, taint));
}

/** True where the toleration is about that taint, for however long. */
export function tolerates(toleration: Toleration, taint: JsonObject): boolean {
  const { effect = '', key = '', operator, value = '' } = toleration;
  if (effect !== '' && effect !== taint['effect']) return false;
  if (operator === 'Exists') return key === '' || key === taint['key'];
  return key === taint['key'] && value === (taint['value'] ?? '');
}

/** Spreads pods over nodes without chance: by the digits of the uid. */
function spread(pod: Pod): number {
  let sum = 0;
  for (const unit of pod.metadata.uid ?? '') sum += unit.charCodeAt(0);
  return sum;
}
