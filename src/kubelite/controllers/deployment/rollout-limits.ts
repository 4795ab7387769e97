/** How far a rolling update may go above and below the wanted replicas. */
import type { Deployment } from '../workload-types.ts';

export interface RolloutLimits {
  readonly replicas: number;
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

/** Percentages become whole pods: surge is rounded up, unavailable down; both zero would stand still, so one may go. */
export function rolloutLimits(deployment: Deployment): RolloutLimits {
  const replicas = deployment.spec.replicas ?? 1;
  if (!isRolling(deployment)) return { replicas, maxSurge: 0, maxUnavailable: 0 };
  const rolling = deployment.spec.strategy?.rollingUpdate;
  const maxSurge = Math.ceil(amount(rolling?.maxSurge ?? '25%', replicas));
  const unavailable = Math.floor(amount(rolling?.maxUnavailable ?? '25%', replicas));
  const maxUnavailable = maxSurge === 0 && unavailable === 0 ? 1 : unavailable;
  return { replicas, maxSurge, maxUnavailable: Math.min(maxUnavailable, replicas) };
}

export function isRolling(deployment: Deployment): boolean {
  return (deployment.spec.strategy?.type ?? 'RollingUpdate') === 'RollingUpdate';
}

/** A count, or a percentage of the whole, which may be a fraction. */
export function amount(value: number | string, whole: number): number {
  if (typeof value === 'number') return value;
  const percent = /^(\d+)%$/.exec(value)?.[1];
  // Multiplying first keeps whole results whole.
  return percent === undefined ? Number(value) || 0 : (Number(percent) * whole) / 100;
}
