/** StatefulSets: pods with names and claims of their own, one after the other. */
import type { Instant } from '../../../base/clock.ts';
import type { JsonObject } from '../../../base/json-value.ts';
import {
  type Action,
  type ClusterReader,
  type Controller,
  controllerOf,
  deletionOf,
  onOwned,
  onSelf,
  type Step,
  type StepContext,
  type WorkKey,
} from '../controller.ts';
import { adopted, controlledObjects, observed, orphansFor } from '../owned-objects.ts';
import { availabilityOf, availableFrom, hasEnded, isReady, isTerminating } from '../pod/pod-state.ts';
import { CLAIMS, CONTROLLER_REVISIONS, PODS, STATEFUL_SETS } from '../resources.ts';
import {
  type ControllerRevision,
  dropRevisions,
  presentRevision,
  type RevisionNaming,
  templateOf,
} from '../revision/controller-revision.ts';
import { statusChange, unlessZero } from '../status-change.ts';
import { revisionHash } from '../template-hash.ts';
import { maybeViewOf, type Pod, viewOf } from '../workload-types.ts';
import { claimsThatGo, createStatefulPod } from './stateful-pod.ts';
import { type ObservedStatefulSet, ordinalOf, revisionOfPod, type StatefulSet } from './stateful-set-types.ts';

/** By their data, and always with the count of collisions. */
const NAMING: RevisionNaming = {
  hashLabel: 'controller.kubernetes.io/hash',
  hashOf: ({ status }, data) => revisionHash(data, status?.collisionCount ?? 0),
};

export const statefulSetController: Controller = controllerOf<ObservedStatefulSet>({
  name: 'stateful-set',
  triggers: [onSelf(STATEFUL_SETS), onOwned(PODS, STATEFUL_SETS), onOwned(CONTROLLER_REVISIONS, STATEFUL_SETS)],
  observe,
  step: statefulSetStep,
});

/** What one look decides with: the revisions by name and the order of the pods. */
interface Plan {
  readonly seen: ObservedStatefulSet;
  readonly now: Instant;
  readonly current: string;
  readonly update: ControllerRevision;
  readonly byOrdinal: ReadonlyMap<number, Pod>;
  readonly start: number;
  readonly replicas: number;
}

/** One step: adopts, keeps revisions, makes or removes the next pod in order, tells the status. */
export function statefulSetStep(seen: ObservedStatefulSet, { now }: StepContext): Step {
  const { set, orphans } = seen;
  // One that goes makes and takes over nothing: what its dependents leave behind is the garbage collector's.
  const goes = set.metadata.deletionTimestamp !== undefined;
  if (orphans.length > 0 && !goes) {
    return { actions: orphans.map((object): Action => ({ kind: 'update', object: adopted(object, set) })) };
  }
  const { revision, actions } = presentRevision(set, seen.revisions, NAMING);
  const plan = planOf(seen, revision, now);
  const pods = goes ? [] : nextPods(plan);
  const used = new Set([
    plan.current,
    revision.metadata.name ?? '',
    ...seen.pods.map((pod) => revisionOfPod(pod) ?? ''),
  ]);
  const unused = seen.revisions.filter(({ metadata }) => !used.has(metadata.name ?? ''));
  const { wakeAt } = availabilityOf(seen.pods, set.spec.minReadySeconds ?? 0, now);
  return {
    actions: [
      ...(goes ? [] : actions),
      ...statusChange(set, statusOf(plan, namesRemoved(pods))),
      ...pods,
      ...(goes ? [] : dropRevisions(set, unused, used)),
    ],
    ...(wakeAt === undefined ? {} : { wakeAt }),
  };
}

function planOf(seen: ObservedStatefulSet, update: ControllerRevision, now: Instant): Plan {
  const { set, pods } = seen;
  const known = set.status?.currentRevision;
  const exists = seen.revisions.some((revision) => revision.metadata.name === known);
  return {
    seen,
    now,
    update,
    current: known !== undefined && known !== '' && exists ? known : (update.metadata.name ?? ''),
    byOrdinal: new Map(
      pods.flatMap((pod) => {
        const ordinal = ordinalOf(set, pod);
        return ordinal === undefined ? [] : [[ordinal, pod] as const];
      }),
    ),
    start: set.spec.ordinals?.start ?? 0,
    replicas: set.spec.replicas ?? 1,
  };
}

function nextPods(plan: Plan): readonly Action[] {
  const grown = plan.seen.set.spec.podManagementPolicy === 'Parallel' ? growAll(plan) : growInOrder(plan);
  if (grown.kind === 'wait') return grown.actions;
  const shrunk = shrink(plan);
  return shrunk.length > 0 ? shrunk : updateInOrder(plan);
}

interface Growth {
  /** `wait`: nothing else may happen until this is done. */
  readonly kind: 'wait' | 'done';
  readonly actions: readonly Action[];
}

function growInOrder(plan: Plan): Growth {
  for (let ordinal = plan.start; ordinal < plan.start + plan.replicas; ordinal += 1) {
    const pod = plan.byOrdinal.get(ordinal);
    if (pod === undefined) return { kind: 'wait', actions: create(plan, ordinal) };
    if (hasEnded(pod) && !isTerminating(pod)) return { kind: 'wait', actions: remove(plan, pod) };
    // It blocks its successors, even where a later template would mend it, as in a real cluster (kubernetes#67250).
    if (!isHealthy(plan, pod)) return { kind: 'wait', actions: [] };
  }
  return { kind: 'done', actions: [] };
}

function growAll(plan: Plan): Growth {
  const actions: Action[] = [];
  for (let ordinal = plan.start; ordinal < plan.start + plan.replicas; ordinal += 1) {
    const pod = plan.byOrdinal.get(ordinal);
    if (pod === undefined) actions.push(...create(plan, ordinal));
    else if (hasEnded(pod) && !isTerminating(pod)) actions.push(...remove(plan, pod));
  }
  return { kind: actions.length > 0 ? 'wait' : 'done', actions };
}

/** Pods beyond the number of replicas go from the last to the first, one at a time unless in parallel. */
function shrink(plan: Plan): readonly Action[] {
  const condemned = [...plan.byOrdinal]
    .filter(([ordinal]) => ordinal < plan.start || ordinal >= plan.start + plan.replicas)
    .sort(([left], [right]) => right - left)
    .map(([, pod]) => pod);
  if (plan.seen.set.spec.podManagementPolicy === 'Parallel') {
    return condemned.filter((pod) => !isTerminating(pod)).flatMap((pod) => condemn(plan, pod));
  }
  const last = condemned[0];
  return last === undefined || isTerminating(last) ? [] : condemn(plan, last);
}

function condemn(plan: Plan, pod: Pod): readonly Action[] {
  return [...claimsThatGo(plan.seen.set, plan.seen.claims, pod), ...remove(plan, pod)];
}

/** Pods of another revision go from the last to the partition, each once its successor is healthy. */
function updateInOrder(plan: Plan): readonly Action[] {
  const strategy = plan.seen.set.spec.updateStrategy;
  if (strategy?.type === 'OnDelete') return [];
  const first = plan.start + (strategy?.rollingUpdate?.partition ?? 0);
  for (let ordinal = plan.start + plan.replicas - 1; ordinal >= first; ordinal -= 1) {
    const pod = plan.byOrdinal.get(ordinal);
    if (pod === undefined) return [];
    if (revisionOfPod(pod) !== plan.update.metadata.name && !isTerminating(pod)) return remove(plan, pod);
    if (!isHealthy(plan, pod)) return [];
  }
  return [];
}

function create(plan: Plan, ordinal: number): readonly Action[] {
  const { set, claims, revisions } = plan.seen;
  const old = wantsCurrent(plan, ordinal)
    ? revisions.find(({ metadata }) => metadata.name === plan.current)
    : undefined;
  const template = templateOf(old) ?? set.spec.template;
  const revision = (old ?? plan.update).metadata.name ?? '';
  return createStatefulPod(set, claims, { ordinal, revision, template });
}

/** While an update goes on, an ordinal it has not reached yet comes back with the revision it had. */
function wantsCurrent(plan: Plan, ordinal: number): boolean {
  const { set } = plan.seen;
  if (plan.current === plan.update.metadata.name || set.spec.updateStrategy?.type === 'OnDelete') return false;
  const partition = set.spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  const reached = partition > 0 ? partition : (set.status?.currentReplicas ?? 0);
  return ordinal < plan.start + reached;
}

function remove(plan: Plan, pod: Pod): readonly Action[] {
  return [
    deletionOf(PODS, pod),
    {
      kind: 'event',
      about: plan.seen.set,
      type: 'Normal',
      reason: 'SuccessfulDelete',
      message: `delete Pod ${pod.metadata.name} in StatefulSet ${plan.seen.set.metadata.name} successful`,
      source: 'statefulset-controller',
    },
  ];
}

function isHealthy(plan: Plan, pod: Pod): boolean {
  if (isTerminating(pod) || pod.status?.phase !== 'Running' || !isReady(pod)) return false;
  const from = availableFrom(pod, plan.seen.set.spec.minReadySeconds ?? 0);
  return from !== undefined && from <= plan.now;
}

/** Pods that this step takes away. They no longer count for their revision: a pod may be gone before the next look. */
function namesRemoved(actions: readonly Action[]): ReadonlySet<string> {
  return new Set(actions.flatMap((action) => (action.kind === 'delete' ? [action.name] : [])));
}

function statusOf(plan: Plan, removed: ReadonlySet<string>): JsonObject {
  const { set, pods } = plan.seen;
  const staying = pods.filter((pod) => !isTerminating(pod) && !removed.has(pod.metadata.name ?? ''));
  const ofRevision = (name: string) => staying.filter((pod) => revisionOfPod(pod) === name).length;
  const running = pods.filter((pod) => pod.status?.phase === 'Running');
  const { ready, available } = availabilityOf(running, set.spec.minReadySeconds ?? 0, plan.now);
  const update = plan.update.metadata.name ?? '';
  const updated = ofRevision(update);
  const rolling = (set.spec.updateStrategy?.type ?? 'RollingUpdate') === 'RollingUpdate';
  const finished = rolling && [pods.length, updated, ready].every((count) => count === plan.replicas);
  return {
    observedGeneration: set.metadata.generation ?? 1,
    replicas: pods.length,
    readyReplicas: unlessZero(ready),
    currentReplicas: unlessZero(finished ? updated : ofRevision(plan.current)),
    updatedReplicas: unlessZero(updated),
    currentRevision: finished ? update : plan.current,
    updateRevision: update,
    collisionCount: set.status?.collisionCount ?? 0,
    availableReplicas: available,
  };
}

function observe(reader: ClusterReader, key: WorkKey): ObservedStatefulSet | undefined {
  const set = maybeViewOf<StatefulSet>(observed(reader, key));
  if (set === undefined) return undefined;
  const { selector } = set.spec;
  const claimed = (set.spec.volumeClaimTemplates ?? []).length > 0 ? reader.list(CLAIMS, key.namespace) : [];
  return {
    set,
    pods: controlledObjects(reader, set, PODS).map((pod) => viewOf<Pod>(pod)),
    revisions: controlledObjects(reader, set, CONTROLLER_REVISIONS).map((one) => viewOf<ControllerRevision>(one)),
    claims: new Map(claimed.map((claim) => [claim.metadata.name ?? '', claim])),
    orphans: [
      ...orphansFor(reader, set, { resource: CONTROLLER_REVISIONS, selector }),
      ...orphansFor(reader, set, { resource: PODS, selector }).filter((pod) => ordinalOf(set, pod) !== undefined),
    ],
  };
}
