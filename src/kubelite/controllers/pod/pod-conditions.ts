/** Conditions of a pod: their time moves only when their status does. */
import type { Condition, PodStatus } from '../workload-types.ts';

export interface PodConditionValue {
  readonly type: string;
  readonly status: 'True' | 'False';
  readonly reason?: string;
  readonly message?: string;
  /** When it became so, if it changed. RFC 3339. */
  readonly since: string;
  readonly observedGeneration?: number;
}

/** The status with this condition in its place, or added at the end. */
export function withPodCondition(status: PodStatus, value: PodConditionValue): PodStatus {
  const conditions = status.conditions ?? [];
  const old = conditions.find((condition) => condition.type === value.type);
  const condition: Condition = {
    type: value.type,
    ...(value.observedGeneration === undefined ? {} : { observedGeneration: value.observedGeneration }),
    status: value.status,
    lastProbeTime: null,
    lastTransitionTime: (old?.status === value.status ? old.lastTransitionTime : undefined) ?? value.since,
    ...(value.reason === undefined ? {} : { reason: value.reason }),
    ...(value.message === undefined ? {} : { message: value.message }),
  };
  return {
    ...status,
    conditions:
      old === undefined
        ? [...conditions, condition]
        : conditions.map((present) => (present === old ? condition : present)),
  };
}
