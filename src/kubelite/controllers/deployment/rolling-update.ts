/** One step of a rolling update: first grow the new set as far as allowed, then let go of old replicas. */
import { firstSize } from './new-replica-set.ts';
import { rolloutLimits } from './rollout-limits.ts';
import { allSets, availableReplicas, type RolloutState, sum, wantedReplicas } from './rollout-state.ts';
import { type Scaled, scaleAll, scaleSet } from './scale-set.ts';

/** What a rolling update does now; nothing where it has to wait. */
export function rollingUpdate(state: RolloutState): Scaled {
  const grown = resizeNew(state);
  return grown.actions.length > 0 ? grown : shrinkOld(state);
}

function resizeNew(state: RolloutState): Scaled {
  const { newSet } = state;
  if (newSet === undefined) return { state, actions: [] };
  const { replicas } = rolloutLimits(state.deployment);
  const current = wantedReplicas(newSet);
  if (current === replicas) return { state, actions: [] };
  const size = current > replicas ? replicas : firstSize(state);
  return size === current ? { state, actions: [] } : scaleSet(state, newSet, size);
}

function shrinkOld(state: RolloutState): Scaled {
  const { replicas, maxUnavailable } = rolloutLimits(state.deployment);
  if (sum(state.oldSets, wantedReplicas) === 0) return { state, actions: [] };
  const least = replicas - maxUnavailable;
  const waiting = wantedReplicas(state.newSet) - availableReplicas(state.newSet);
  const room = sum(allSets(state), wantedReplicas) - least - waiting;
  if (room <= 0) return { state, actions: [] };
  const healthy = dropUnhealthy(state, room);
  const spare = sum(allSets(healthy.state), availableReplicas) - least;
  const shrunk = dropAvailable(healthy.state, spare);
  return { state: shrunk.state, actions: [...healthy.actions, ...shrunk.actions] };
}

/** Old replicas that never came up go first: they serve nobody. */
function dropUnhealthy(state: RolloutState, room: number): Scaled {
  let left = room;
  const sizes = state.oldSets.flatMap((set) => {
    const current = wantedReplicas(set);
    const drop = Math.min(left, Math.max(0, current - availableReplicas(set)));
    if (drop === 0) return [];
    left -= drop;
    return [{ set, replicas: current - drop }];
  });
  return scaleAll(state, sizes);
}

function dropAvailable(state: RolloutState, spare: number): Scaled {
  let left = spare;
  const sizes = state.oldSets.flatMap((set) => {
    const current = wantedReplicas(set);
    const drop = Math.min(left, current);
    if (drop <= 0) return [];
    left -= drop;
    return [{ set, replicas: current - drop }];
  });
  return scaleAll(state, sizes);
}
