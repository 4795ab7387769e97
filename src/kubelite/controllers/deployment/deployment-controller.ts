/** Deployments: one ReplicaSet per template, moved from old to new as the strategy says. */
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { labelSelectorOf, matchesLabels } from '../../../kube/selector/label-selector.ts';
import {
  type Action,
  type ClusterReader,
  type Controller,
  controllerOf,
  deletionOf,
  keyOfObject,
  onNeighbours,
  onOwned,
  onSelf,
  type Step,
  type StepContext,
  type Trigger,
} from '../controller.ts';
import {
  adopted,
  controlledObjects,
  controllerOfObject,
  isUncontrolled,
  observed,
  orphansFor,
} from '../owned-objects.ts';
import { hasEnded } from '../pod/pod-state.ts';
import { DEPLOYMENTS, PODS, REPLICA_SETS } from '../resources.ts';
import { type Deployment, maybeViewOf, type Pod, type ReplicaSet, viewOf } from '../workload-types.ts';
import {
  counted,
  isComplete,
  pauseStatus,
  plainStatus,
  rolloutStatus,
  type StatusOutcome,
} from './deployment-status.ts';
import { createNewSet, keepNewSet, newSetName } from './new-replica-set.ts';
import { rollingUpdate } from './rolling-update.ts';
import { isRolling, rolloutLimits } from './rollout-limits.ts';
import { olderFirst, type RolloutState, rolloutState, wantedReplicas } from './rollout-state.ts';
import { type Scaled, scaleAll, scaleDeployment, scaleSet, wasScaled } from './scale-set.ts';

export interface ObservedDeployment {
  readonly state: RolloutState;
  readonly orphans: readonly KubeObject[];
  /** What has the name that the new ReplicaSet would get. */
  readonly taken?: KubeObject;
}

export const deploymentController: Controller = controllerOf<ObservedDeployment>({
  name: 'deployment',
  triggers: [
    onSelf(DEPLOYMENTS),
    onOwned(REPLICA_SETS, DEPLOYMENTS),
    onNeighbours(REPLICA_SETS, DEPLOYMENTS, { when: isUncontrolled, concerns: selects }),
    deletedPods(),
  ],
  observe,
  step: deploymentStep,
});

/** One step of a Deployment. */
export function deploymentStep({ state, orphans, taken }: ObservedDeployment, context: StepContext): Step {
  const { deployment } = state;
  const { now } = context;
  if (orphans.length > 0) {
    return { actions: orphans.map((set): Action => ({ kind: 'update', object: adopted(set, deployment) })) };
  }
  if (deployment.metadata.deletionTimestamp !== undefined) return plainStatus(state, now);
  const paused = pauseStatus(deployment, now);
  if (paused !== undefined) return { actions: [{ kind: 'update-status', object: { ...deployment, status: paused } }] };
  if (deployment.spec.paused === true || (isRolling(deployment) && wasScaled(state))) {
    const scaled = scaleDeployment(state);
    const cleaned = deployment.spec.paused === true ? dropHistory(scaled.state) : [];
    return together([...keepNewSet(state), ...scaled.actions, ...cleaned], plainStatus(scaled.state, now));
  }
  return isRolling(deployment) ? roll(state, taken, context) : recreate(state, taken, context);
}

function roll(state: RolloutState, taken: KubeObject | undefined, context: StepContext): Step {
  if (state.newSet === undefined) return { actions: createNewSet(state, taken, context) };
  const kept = keepNewSet(state);
  // Notes first: the next step sees them and goes on.
  if (kept.length > 0) return { actions: kept };
  return conclude(rollingUpdate(state), context);
}

/** All old pods are gone before the first new one is made. */
function recreate(state: RolloutState, taken: KubeObject | undefined, context: StepContext): Step {
  const old = state.oldSets.filter((set) => wantedReplicas(set) > 0).map((set) => ({ set, replicas: 0 }));
  const emptied = scaleAll(state, old);
  if (emptied.actions.length > 0) return together(emptied.actions, rolloutStatus(emptied.state, context.now));
  if (hasOldPods(state)) return rolloutStatus(state, context.now);
  if (state.newSet === undefined) return { actions: createNewSet(state, taken, context) };
  const kept = keepNewSet(state);
  if (kept.length > 0) return { actions: kept };
  return conclude(scaleSet(state, state.newSet, rolloutLimits(state.deployment).replicas), context);
}

function conclude(scaled: Scaled, { now }: StepContext): Step {
  const done = scaled.actions.length === 0 && isComplete(scaled.state.deployment, counted(scaled.state, now));
  const cleaned = done ? dropHistory(scaled.state) : [];
  return together([...scaled.actions, ...cleaned], rolloutStatus(scaled.state, now));
}

function together(actions: readonly Action[], status: StatusOutcome): Step {
  return { ...status, actions: [...actions, ...status.actions] };
}

function hasOldPods(state: RolloutState): boolean {
  return state.oldSets.some((set) => (state.pods.get(set.metadata.uid ?? '') ?? []).some((pod) => !hasEnded(pod)));
}

/** Empty old sets beyond `revisionHistoryLimit`, the oldest first. */
function dropHistory(state: RolloutState): readonly Action[] {
  const limit = state.deployment.spec.revisionHistoryLimit ?? 10;
  const kept = state.oldSets.filter((set) => set.metadata.deletionTimestamp === undefined);
  return [...kept]
    .sort(olderFirst)
    .slice(0, Math.max(0, kept.length - limit))
    .filter(
      (set) =>
        wantedReplicas(set) === 0 &&
        (set.status?.replicas ?? 0) === 0 &&
        (set.metadata.generation ?? 1) <= (set.status?.observedGeneration ?? 0),
    )
    .map((set) => deletionOf(REPLICA_SETS, set));
}

function observe(reader: ClusterReader, key: Parameters<typeof observed>[1]): ObservedDeployment | undefined {
  const deployment = maybeViewOf<Deployment>(observed(reader, key));
  if (deployment === undefined) return undefined;
  const sets = controlledObjects(reader, deployment, REPLICA_SETS).map((set) => viewOf<ReplicaSet>(set));
  const recreates = !isRolling(deployment);
  const state = rolloutState(deployment, sets, recreates ? podsOf(reader, sets) : new Map());
  const makesNew = state.newSet === undefined && deployment.spec.paused !== true;
  const taken = makesNew ? reader.get(REPLICA_SETS, key.namespace, newSetName(deployment)) : undefined;
  return {
    state,
    orphans: orphansFor(reader, deployment, { resource: REPLICA_SETS, selector: deployment.spec.selector }),
    ...(taken && { taken }),
  };
}

function podsOf(reader: ClusterReader, sets: readonly ReplicaSet[]): ReadonlyMap<string, readonly Pod[]> {
  return new Map(
    sets.map((set) => [set.metadata.uid ?? '', controlledObjects(reader, set, PODS).map((pod) => viewOf<Pod>(pod))]),
  );
}

function selects(deployment: KubeObject, set: KubeObject): boolean {
  const selector = labelSelectorOf(viewOf<Deployment>(deployment).spec.selector);
  return selector !== undefined && selector.length > 0 && matchesLabels(selector, set.metadata.labels);
}

/** A pod that goes or ends may be the last one a Recreate waits for. */
function deletedPods(): Trigger {
  return {
    resource: PODS,
    keys: ({ type, object }, reader) => {
      if (type !== 'DELETED' && !hasEnded(viewOf<Pod>(object))) return [];
      const owner = controllerOfObject(object);
      if (owner?.kind !== 'ReplicaSet') return [];
      const set = reader.get(REPLICA_SETS, object.metadata.namespace ?? '', owner.name);
      const deployment = set === undefined ? undefined : controllerOfObject(set);
      if (set === undefined || deployment === undefined || deployment.kind !== 'Deployment') return [];
      return [{ ...keyOfObject(DEPLOYMENTS, set), name: deployment.name }];
    },
  };
}
