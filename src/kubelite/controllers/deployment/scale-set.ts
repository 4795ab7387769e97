/** Changing the size of a Deployment's ReplicaSets. */
import type { Action } from '../controller.ts';
import type { Deployment, ReplicaSet } from '../workload-types.ts';
import { isRolling, rolloutLimits } from './rollout-limits.ts';
import {
  allSets,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  olderFirst,
  type RolloutState,
  sum,
  wantedReplicas,
  withSets,
} from './rollout-state.ts';

/** A state after some sets changed, and the writes that make it true. */
export interface Scaled {
  readonly state: RolloutState;
  readonly actions: readonly Action[];
}

/** The set at a size, with the event; nothing where it has that size and its notes are right. */
export function scaleSet(state: RolloutState, set: ReplicaSet, replicas: number): Scaled {
  const { deployment } = state;
  const before = wantedReplicas(set);
  const annotated = { ...set.metadata.annotations, ...sizeNotes(deployment) };
  const noted = Object.entries(sizeNotes(deployment)).every(
    ([key, value]) => set.metadata.annotations?.[key] === value,
  );
  if (before === replicas && noted) return { state, actions: [] };
  const scaled: ReplicaSet = {
    ...set,
    metadata: { ...set.metadata, annotations: annotated },
    spec: { ...set.spec, replicas },
  };
  const told =
    before === replicas ? [] : [scalingEvent(deployment, set.metadata.name ?? '', { from: before, to: replicas })];
  return { state: withSets(state, [scaled]), actions: [{ kind: 'update', object: scaled }, ...told] };
}

/** Notes on a set by which later steps see that the Deployment was scaled. */
export function sizeNotes(deployment: Deployment): Readonly<Record<string, string>> {
  const { replicas, maxSurge } = rolloutLimits(deployment);
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + maxSurge) };
}

export function scalingEvent(
  deployment: Deployment,
  set: string,
  size: { readonly from: number; readonly to: number },
): Action {
  const direction = size.to > size.from ? 'up' : 'down';
  return {
    kind: 'event',
    about: deployment,
    type: 'Normal',
    reason: 'ScalingReplicaSet',
    message: `Scaled ${direction} replica set ${set} from ${size.from} to ${size.to}`,
    source: 'deployment-controller',
  };
}

/** True when a set with pods was sized for another number of replicas than the Deployment has now. */
export function wasScaled(state: RolloutState): boolean {
  const { replicas } = rolloutLimits(state.deployment);
  return allSets(state).some((set) => {
    const noted = set.metadata.annotations?.[DESIRED_REPLICAS];
    return wantedReplicas(set) > 0 && noted !== undefined && Number(noted) !== replicas;
  });
}

/**
 * Follows a changed number of replicas without a rollout step: the only active set takes all; a finished new set lets the
 * old ones go; in the middle of a rolling update every set grows or shrinks in proportion.
 */
export function scaleDeployment(state: RolloutState): Scaled {
  const { replicas } = rolloutLimits(state.deployment);
  const only = activeOrLatest(state);
  if (only !== undefined) return scaleSet(state, only, replicas);
  if (isSaturated(state))
    return scaleAll(
      state,
      state.oldSets.map((set) => ({ set, replicas: 0 })),
    );
  return isRolling(state.deployment) ? scaleInProportion(state) : { state, actions: [] };
}

/** Several sets one after the other. */
export function scaleAll(
  state: RolloutState,
  sizes: readonly { readonly set: ReplicaSet; readonly replicas: number }[],
): Scaled {
  return sizes.reduce<Scaled>(
    (done, { set, replicas }) => {
      const next = scaleSet(done.state, set, replicas);
      return { state: next.state, actions: [...done.actions, ...next.actions] };
    },
    { state, actions: [] },
  );
}

function activeOrLatest(state: RolloutState): ReplicaSet | undefined {
  const active = allSets(state).filter((set) => wantedReplicas(set) > 0);
  if (active.length === 0) return state.newSet ?? state.oldSets.at(-1);
  return active.length === 1 ? active[0] : undefined;
}

function isSaturated({ deployment, newSet }: RolloutState): boolean {
  const { replicas } = rolloutLimits(deployment);
  return (
    newSet !== undefined &&
    wantedReplicas(newSet) === replicas &&
    Number(newSet.metadata.annotations?.[DESIRED_REPLICAS]) === replicas &&
    newSet.status?.availableReplicas === replicas
  );
}

function scaleInProportion(state: RolloutState): Scaled {
  const { replicas, maxSurge } = rolloutLimits(state.deployment);
  const active = allSets(state).filter((set) => wantedReplicas(set) > 0);
  const total = sum(active, wantedReplicas);
  const allowed = replicas > 0 ? replicas + maxSurge : 0;
  const toAdd = allowed - total;
  const ordered = [...active].sort((left, right) => bySize(left, right, toAdd));
  let added = 0;
  const sizes = ordered.map((set) => {
    const share = toAdd === 0 ? 0 : proportion(state.deployment, set, { toAdd, added });
    added += share;
    return { set, replicas: wantedReplicas(set) + share };
  });
  const rest = toAdd - added;
  const leftover = sizes.map((size, index) =>
    index === 0 && toAdd !== 0 ? { ...size, replicas: Math.max(0, size.replicas + rest) } : size,
  );
  return scaleAll(state, leftover);
}

/** Larger ones first; among equals the newer when growing, the older when shrinking. */
function bySize(left: ReplicaSet, right: ReplicaSet, toAdd: number): number {
  const larger = wantedReplicas(right) - wantedReplicas(left);
  return larger || (toAdd > 0 ? olderFirst(right, left) : olderFirst(left, right));
}

function proportion(
  deployment: Deployment,
  set: ReplicaSet,
  { toAdd, added }: { readonly toAdd: number; readonly added: number },
): number {
  const { replicas, maxSurge } = rolloutLimits(deployment);
  const size = wantedReplicas(set);
  const left = toAdd - added;
  if (replicas === 0) return -size;
  const before = Number(set.metadata.annotations?.[MAX_REPLICAS]) || replicas;
  const share = Math.round((size * (replicas + maxSurge)) / before) - size;
  return toAdd > 0 ? Math.min(share, left) : Math.max(share, left);
}
