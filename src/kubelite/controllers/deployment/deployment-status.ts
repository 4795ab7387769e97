/** The status of a Deployment: counts over its sets, availability, progress and its deadline. */
import { type Instant, rfc3339 } from '../../../base/clock.ts';
import type { Action } from '../controller.ts';
import { statusChange, unlessZero, withoutAbsent } from '../status-change.ts';
import type { Deployment, DeploymentStatus } from '../workload-types.ts';
import { deploymentCondition, withCondition, withoutCondition } from './deployment-conditions.ts';
import { hasDeadline } from './new-replica-set.ts';
import { isRolling, rolloutLimits } from './rollout-limits.ts';
import { allSets, availableReplicas, type RolloutState, sum, wantedReplicas } from './rollout-state.ts';

export interface StatusOutcome {
  readonly actions: readonly Action[];
  readonly wakeAt?: Instant;
}

/** Counts and availability only: what a paused or merely scaled Deployment shows. */
export function plainStatus(state: RolloutState, now: Instant): StatusOutcome {
  return { actions: statusChange(state.deployment, finished(counted(state, now))) };
}

/** Counts, availability and progress. */
export function rolloutStatus(state: RolloutState, now: Instant): StatusOutcome {
  const { deployment } = state;
  const status = withFailures(withProgress(state, counted(state, now), now), state, now);
  const wakeAt = deadlineOf(deployment, status, now);
  return {
    actions: statusChange(deployment, finished(status)),
    ...(wakeAt === undefined ? {} : { wakeAt }),
  };
}

/** All replicas are of the new template and available, and no other is left. */
export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const replicas = deployment.spec.replicas ?? 1;
  return (
    (status.updatedReplicas ?? 0) === replicas &&
    (status.replicas ?? 0) === replicas &&
    (status.availableReplicas ?? 0) === replicas &&
    (status.observedGeneration ?? 0) >= (deployment.metadata.generation ?? 1)
  );
}

/** `Progressing` of a Deployment that was paused or resumed, or undefined where nothing is to say. */
export function pauseStatus(deployment: Deployment, now: Instant): DeploymentStatus | undefined {
  const condition = deploymentCondition(deployment.status, 'Progressing');
  if (!hasDeadline(deployment) || condition?.reason === 'ProgressDeadlineExceeded') return undefined;
  const paused = deployment.spec.paused === true;
  if (paused === (condition?.reason === 'DeploymentPaused')) return undefined;
  return withCondition(deployment.status ?? {}, {
    type: 'Progressing',
    status: 'Unknown',
    reason: paused ? 'DeploymentPaused' : 'DeploymentResumed',
    message: paused ? 'Deployment is paused' : 'Deployment is resumed',
    at: rfc3339(now),
  });
}

/** The status of counts, as a step also asks for completeness. */
export function counted(state: RolloutState, now: Instant): DeploymentStatus {
  const { deployment, newSet } = state;
  const sets = allSets(state);
  const available = sum(sets, availableReplicas);
  const status: DeploymentStatus = {
    ...deployment.status,
    observedGeneration: deployment.metadata.generation ?? 1,
    replicas: sum(sets, (set) => set.status?.replicas ?? 0),
    updatedReplicas: newSet?.status?.replicas ?? 0,
    readyReplicas: sum(sets, (set) => set.status?.readyReplicas ?? 0),
    availableReplicas: available,
    unavailableReplicas: Math.max(0, sum(sets, wantedReplicas) - available),
    terminatingReplicas: sum(sets, (set) => set.status?.terminatingReplicas ?? 0),
  };
  const { replicas, maxUnavailable } = rolloutLimits(deployment);
  const enough = available >= replicas - (isRolling(deployment) ? maxUnavailable : 0);
  return withCondition(status, {
    type: 'Available',
    status: enough ? 'True' : 'False',
    reason: enough ? 'MinimumReplicasAvailable' : 'MinimumReplicasUnavailable',
    message: enough ? 'Deployment has minimum availability.' : 'Deployment does not have minimum availability.',
    at: rfc3339(now),
  });
}

function withProgress(state: RolloutState, status: DeploymentStatus, now: Instant): DeploymentStatus {
  const { deployment } = state;
  if (!hasDeadline(deployment)) return withoutCondition(status, 'Progressing');
  const current = deploymentCondition(deployment.status, 'Progressing');
  if (status.replicas === status.updatedReplicas && current?.reason === 'NewReplicaSetAvailable') return status;
  const subject =
    state.newSet === undefined
      ? `Deployment "${deployment.metadata.name}"`
      : `ReplicaSet "${state.newSet.metadata.name}"`;
  const progressing = { type: 'Progressing', at: rfc3339(now) } as const;
  if (isComplete(deployment, status)) {
    const message = `${subject} has successfully progressed.`;
    return withCondition(status, { ...progressing, status: 'True', reason: 'NewReplicaSetAvailable', message });
  }
  if (hasProgressed(deployment.status ?? {}, status)) {
    return withFreshProgress(status, `${subject} is progressing.`, rfc3339(now));
  }
  if (isTimedOut(deployment, status, now)) {
    const message = `${subject} has timed out progressing.`;
    return withCondition(status, { ...progressing, status: 'False', reason: 'ProgressDeadlineExceeded', message });
  }
  return status;
}

/** Every progress moves the time from which the deadline counts, also when the condition reads the same. */
function withFreshProgress(status: DeploymentStatus, message: string, at: string): DeploymentStatus {
  const old = deploymentCondition(status, 'Progressing');
  const since = old?.status === 'True' ? old.lastTransitionTime : undefined;
  const fresh = withCondition(withoutCondition(status, 'Progressing'), {
    type: 'Progressing',
    status: 'True',
    reason: 'ReplicaSetUpdated',
    message,
    at,
  });
  const conditions = (fresh.conditions ?? []).map((condition) =>
    condition.type === 'Progressing' && since !== undefined ? { ...condition, lastTransitionTime: since } : condition,
  );
  return { ...fresh, conditions };
}

function hasProgressed(before: DeploymentStatus, after: DeploymentStatus): boolean {
  const old = (status: DeploymentStatus) => (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  return (
    (after.updatedReplicas ?? 0) > (before.updatedReplicas ?? 0) ||
    old(after) < old(before) ||
    (after.readyReplicas ?? 0) > (before.readyReplicas ?? 0) ||
    (after.availableReplicas ?? 0) > (before.availableReplicas ?? 0)
  );
}

function isTimedOut(deployment: Deployment, status: DeploymentStatus, now: Instant): boolean {
  const reason = deploymentCondition(status, 'Progressing')?.reason;
  if (reason === 'ProgressDeadlineExceeded') return true;
  const deadline = deadlineOf(deployment, status, now);
  return deadline !== undefined && now >= deadline;
}

/** When the deadline passes: a second late, so that whole seconds of conditions do not make it early. */
function deadlineOf(deployment: Deployment, status: DeploymentStatus, now: Instant): Instant | undefined {
  const condition = deploymentCondition(status, 'Progressing');
  if (condition === undefined || !hasDeadline(deployment)) return undefined;
  if (condition.reason === 'NewReplicaSetAvailable' || condition.reason === 'ProgressDeadlineExceeded')
    return undefined;
  const from = Date.parse(condition.lastUpdateTime ?? '');
  if (Number.isNaN(from)) return now;
  return from + (deployment.spec.progressDeadlineSeconds ?? 600) * 1000 + 1000;
}

/** A set that can't make its pods fails the Deployment with its words. */
function withFailures(status: DeploymentStatus, state: RolloutState, now: Instant): DeploymentStatus {
  const failures = [...(state.newSet === undefined ? [] : [state.newSet]), ...state.oldSets].flatMap(
    (set) => set.status?.conditions?.find((condition) => condition.type === 'ReplicaFailure') ?? [],
  );
  const failure = failures[0];
  if (failure === undefined) return withoutCondition(status, 'ReplicaFailure');
  return withCondition(status, {
    type: 'ReplicaFailure',
    status: 'True',
    reason: failure.reason ?? '',
    message: failure.message ?? '',
    at: rfc3339(now),
  });
}

/** As the API writes it: counts of zero are absent, but for terminating ones. */
function finished(status: DeploymentStatus): DeploymentStatus {
  const conditions = status.conditions ?? [];
  return withoutAbsent({
    ...status,
    replicas: unlessZero(status.replicas ?? 0),
    updatedReplicas: unlessZero(status.updatedReplicas ?? 0),
    readyReplicas: unlessZero(status.readyReplicas ?? 0),
    availableReplicas: unlessZero(status.availableReplicas ?? 0),
    unavailableReplicas: unlessZero(status.unavailableReplicas ?? 0),
    conditions: conditions.length > 0 ? conditions : undefined,
  });
}
