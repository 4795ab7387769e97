/** Conditions of a Deployment. Source: the deployment controller's rules of when their times move. */
import type { DeploymentCondition, DeploymentStatus } from '../workload-types.ts';

export interface DeploymentConditionValue {
  readonly type: 'Available' | 'Progressing' | 'ReplicaFailure';
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  /** RFC 3339. */
  readonly at: string;
}

export function deploymentCondition(
  status: DeploymentStatus | undefined,
  type: string,
): DeploymentCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type);
}

/** Sets a condition; nothing changes while status and reason stay. A changed one goes to the end. */
export function withCondition(status: DeploymentStatus, value: DeploymentConditionValue): DeploymentStatus {
  const old = deploymentCondition(status, value.type);
  if (old?.status === value.status && old.reason === value.reason) return status;
  const since = old?.status === value.status ? old.lastTransitionTime : undefined;
  const condition: DeploymentCondition = {
    type: value.type,
    status: value.status,
    lastUpdateTime: value.at,
    lastTransitionTime: since ?? value.at,
    reason: value.reason,
    message: value.message,
  };
  return { ...status, conditions: [...others(status, value.type), condition] };
}

export function withoutCondition(status: DeploymentStatus, type: string): DeploymentStatus {
  return { ...status, conditions: others(status, type) };
}

function others(status: DeploymentStatus, type: string): readonly DeploymentCondition[] {
  return (status.conditions ?? []).filter((condition) => condition.type !== type);
}
