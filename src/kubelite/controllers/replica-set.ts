/** ReplicaSets and ReplicationControllers: as many pods as wanted. */
import { rfc3339 } from '../../base/clock.ts';
import type { JsonObject } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { labelSelectorOf, matchesLabels } from '../../kube/selector/label-selector.ts';
import type { ClusterResource } from './cluster-access.ts';
import {
  type Action,
  type Controller,
  controllerOf,
  onNeighbours,
  onOwned,
  onSelf,
  type Step,
  type StepContext,
} from './controller.ts';
import { adopted, controlledObjects, isUncontrolled, observed, orphansFor } from './owned-objects.ts';
import { createdPod, deletedPod, podFromTemplate } from './pod/pod-from-template.ts';
import { availabilityOf, givenUpFirst, isActive, isTerminating } from './pod/pod-state.ts';
import { PODS, REPLICA_SETS, REPLICATION_CONTROLLERS } from './resources.ts';
import { statusChange, unlessZero } from './status-change.ts';
import { type Condition, maybeViewOf, type Pod, type ReplicaSet, viewOf } from './workload-types.ts';

export interface ObservedReplicaSet {
  readonly set: ReplicaSet;
  readonly pods: readonly Pod[];
  readonly orphans: readonly Pod[];
}

type SetKind = ClusterResource & { readonly kind: string };

/** Pods made or removed in one step; the rest follows with the next change. */
const BURST = 100;

export const replicaSetController: Controller = controllerFor('replica-set', REPLICA_SETS);
export const replicationControllerController: Controller = controllerFor(
  'replication-controller',
  REPLICATION_CONTROLLERS,
);

function controllerFor(name: string, kind: SetKind): Controller {
  return controllerOf<ObservedReplicaSet>({
    name,
    triggers: [
      onSelf(kind),
      onOwned(PODS, kind),
      onNeighbours(PODS, kind, { when: isUncontrolled, concerns: (set, pod) => selects(viewOf(set), pod) }),
    ],
    observe(reader, key) {
      const set = maybeViewOf<ReplicaSet>(observed(reader, key));
      if (set === undefined) return undefined;
      const selector = selectorOf(set);
      return {
        set,
        pods: controlledObjects(reader, set, PODS).map((pod) => viewOf<Pod>(pod)),
        orphans: orphansFor(reader, set, { resource: PODS, selector })
          .map((pod) => viewOf<Pod>(pod))
          .filter(isActive),
      };
    },
    step: replicaSetStep,
  });
}

/** Adopts, releases, makes and removes pods, and counts them. */
export function replicaSetStep({ set, pods, orphans }: ObservedReplicaSet, context: StepContext): Step {
  const mine = pods.filter((pod) => selects(set, pod));
  const released = pods.filter((pod) => !selects(set, pod) && !isTerminating(pod));
  const active = mine.filter(isActive);
  const { wakeAt } = availabilityOf(active, set.spec.minReadySeconds ?? 0, context.now);
  return {
    actions: [
      ...orphans.map((pod): Action => ({ kind: 'update', object: adopted(pod, set) })),
      ...released.map((pod): Action => ({ kind: 'update', object: withoutOwner(pod, set) })),
      ...statusChange(set, statusOf(set, mine, context)),
      ...failureEvents(set, context),
      ...replicaActions(set, [...active, ...orphans]),
    ],
    ...(wakeAt === undefined ? {} : { wakeAt }),
  };
}

function replicaActions(set: ReplicaSet, active: readonly Pod[]): readonly Action[] {
  if (set.metadata.deletionTimestamp !== undefined) return [];
  const source = sourceOf(set);
  const surplus = active.length - (set.spec.replicas ?? 1);
  if (surplus < 0) {
    const count = Math.min(BURST, -surplus);
    return Array.from({ length: count }, () => createdPod(set, podFromTemplate(set, set.spec.template), source)).flat();
  }
  const removed = [...active].sort(givenUpFirst).slice(0, Math.min(BURST, surplus));
  return removed.flatMap((pod) => deletedPod(set, pod, source));
}

function statusOf(set: ReplicaSet, mine: readonly Pod[], context: StepContext): JsonObject {
  const active = mine.filter(isActive);
  const labels = labelSelectorOf({ matchLabels: set.spec.template.metadata?.labels ?? {} }) ?? [];
  const { ready, available } = availabilityOf(active, set.spec.minReadySeconds ?? 0, context.now);
  return {
    replicas: active.length,
    fullyLabeledReplicas: unlessZero(active.filter((pod) => matchesLabels(labels, pod.metadata.labels)).length),
    readyReplicas: unlessZero(ready),
    availableReplicas: unlessZero(available),
    terminatingReplicas: set.kind === 'ReplicaSet' ? mine.filter(isTerminating).length : undefined,
    observedGeneration: set.metadata.generation ?? 1,
    conditions: failureConditions(set, context),
  };
}

/** `ReplicaFailure` while pods can't be made, as quotas and policies do. */
function failureConditions(set: ReplicaSet, { failure, now }: StepContext): readonly Condition[] | undefined {
  const others = (set.status?.conditions ?? []).filter((condition) => condition.type !== 'ReplicaFailure');
  const old = set.status?.conditions?.find((condition) => condition.type === 'ReplicaFailure');
  if (failure === undefined) return others.length > 0 ? others : undefined;
  // The first failure stays told: each names another pod.
  if (old !== undefined) return set.status?.conditions;
  const condition: Condition = {
    type: 'ReplicaFailure',
    status: 'True',
    lastTransitionTime: rfc3339(now),
    reason: 'FailedCreate',
    message: failure.message,
  };
  return [...others, condition];
}

function failureEvents(set: ReplicaSet, { failure }: StepContext): readonly Action[] {
  if (failure === undefined || set.status?.conditions?.some(({ type }) => type === 'ReplicaFailure')) return [];
  const message = `Error creating: ${failure.message}`;
  return [{ kind: 'event', about: set, type: 'Warning', reason: 'FailedCreate', message, source: sourceOf(set) }];
}

function sourceOf({ kind }: ReplicaSet): string {
  return kind === 'ReplicaSet' ? 'replicaset-controller' : 'replication-controller';
}

/** A ReplicationController's selector is a plain map. */
function selectorOf(set: ReplicaSet): JsonObject | undefined {
  if (set.kind === 'ReplicaSet') return set.spec.selector;
  return set.spec.selector === undefined ? undefined : { matchLabels: set.spec.selector };
}

function selects(set: ReplicaSet, pod: KubeObject): boolean {
  const selector = labelSelectorOf(selectorOf(set));
  return selector !== undefined && selector.length > 0 && matchesLabels(selector, pod.metadata.labels);
}

function withoutOwner(pod: Pod, owner: KubeObject): Pod {
  const ownerReferences = (pod.metadata.ownerReferences ?? []).filter(({ uid }) => uid !== owner.metadata.uid);
  return { ...pod, metadata: { ...pod.metadata, ownerReferences } };
}
