/** A Deployment with its ReplicaSets sorted into the new one and the old ones, and the arithmetic over them. */
import { jsonEqual } from '../../../base/json-equal.ts';
import type { Deployment, Pod, PodTemplate, ReplicaSet } from '../workload-types.ts';

export const HASH_LABEL = 'pod-template-hash';
export const REVISION = 'deployment.kubernetes.io/revision';
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history';
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas';
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas';

export interface RolloutState {
  readonly deployment: Deployment;
  /** The set whose template is the Deployment's; absent until it is made. */
  readonly newSet?: ReplicaSet;
  /** All others, oldest first. */
  readonly oldSets: readonly ReplicaSet[];
  /** Pods by the uid of their set. */
  readonly pods: ReadonlyMap<string, readonly Pod[]>;
}

/** Sorts the sets that a Deployment controls. */
export function rolloutState(
  deployment: Deployment,
  sets: readonly ReplicaSet[],
  pods: ReadonlyMap<string, readonly Pod[]>,
): RolloutState {
  const byAge = [...sets].sort(olderFirst);
  const newSet = byAge.find((set) => jsonEqual(withoutHash(set.spec.template), withoutHash(deployment.spec.template)));
  return {
    deployment,
    ...(newSet === undefined ? {} : { newSet }),
    oldSets: byAge.filter((set) => set !== newSet),
    pods,
  };
}

export function allSets(state: RolloutState): readonly ReplicaSet[] {
  return state.newSet === undefined ? state.oldSets : [...state.oldSets, state.newSet];
}

/** The state with these sets in the place of their former versions. */
export function withSets(state: RolloutState, changed: readonly ReplicaSet[]): RolloutState {
  const current = (set: ReplicaSet) => changed.find((other) => other.metadata.uid === set.metadata.uid) ?? set;
  return {
    ...state,
    ...(state.newSet === undefined ? {} : { newSet: current(state.newSet) }),
    oldSets: state.oldSets.map(current),
  };
}

/** Replicas that a set is to have. */
export function wantedReplicas(set: ReplicaSet | undefined): number {
  return set === undefined ? 0 : (set.spec.replicas ?? 1);
}

export function availableReplicas(set: ReplicaSet | undefined): number {
  return set?.status?.availableReplicas ?? 0;
}

export function sum(sets: readonly ReplicaSet[], of: (set: ReplicaSet) => number): number {
  return sets.reduce((total, set) => total + of(set), 0);
}

export function revisionOf(object: Deployment | ReplicaSet | undefined): number {
  return Number(object?.metadata.annotations?.[REVISION] ?? 0) || 0;
}

export function olderFirst(left: ReplicaSet, right: ReplicaSet): number {
  return (
    (Date.parse(left.metadata.creationTimestamp ?? '') || 0) -
      (Date.parse(right.metadata.creationTimestamp ?? '') || 0) ||
    revisionOf(left) - revisionOf(right) ||
    ((left.metadata.name ?? '') < (right.metadata.name ?? '') ? -1 : 1)
  );
}

function withoutHash(template: PodTemplate): PodTemplate {
  const { [HASH_LABEL]: _, ...labels } = template.metadata?.labels ?? {};
  return { ...template, metadata: { ...template.metadata, labels, creationTimestamp: null } };
}
