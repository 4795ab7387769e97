/** What controllers ask about a pod. Source: the pod utilities of Kubernetes' controllers. */
import type { Instant } from '../../../base/clock.ts';
import type { Condition, Pod } from '../workload-types.ts';

export function podCondition(pod: Pod, type: string): Condition | undefined {
  return pod.status?.conditions?.find((condition) => condition.type === type);
}

export function isReady(pod: Pod): boolean {
  return podCondition(pod, 'Ready')?.status === 'True';
}

export function hasEnded(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

export function isTerminating(pod: Pod): boolean {
  return pod.metadata.deletionTimestamp !== undefined;
}

/** Neither ended nor going away. */
export function isActive(pod: Pod): boolean {
  return !hasEnded(pod) && !isTerminating(pod);
}

/** Since when a pod counts as available, or undefined while it is not ready. It may lie ahead. */
export function availableFrom(pod: Pod, minReadySeconds: number): Instant | undefined {
  const ready = podCondition(pod, 'Ready');
  if (ready?.status !== 'True') return undefined;
  return minReadySeconds === 0 ? 0 : Date.parse(ready.lastTransitionTime ?? '') + minReadySeconds * 1000;
}

export interface Availability {
  readonly ready: number;
  readonly available: number;
  /** When the next ready pod becomes available. */
  readonly wakeAt?: Instant;
}

/** Counts ready and available pods at an instant. */
export function availabilityOf(pods: readonly Pod[], minReadySeconds: number, now: Instant): Availability {
  const instants = pods.flatMap((pod) => availableFrom(pod, minReadySeconds) ?? []);
  const later = instants.filter((instant) => instant > now);
  return {
    ready: instants.length,
    available: instants.length - later.length,
    ...(later.length > 0 ? { wakeAt: Math.min(...later) } : {}),
  };
}

/**
 * The order in which pods are given up: not placed before placed, pending before running, not ready before ready, low
 * deletion cost first, then the younger ones.
 */
export function givenUpFirst(left: Pod, right: Pod): number {
  return (
    Number(left.spec.nodeName !== undefined) - Number(right.spec.nodeName !== undefined) ||
    phaseRank(left) - phaseRank(right) ||
    Number(isReady(left)) - Number(isReady(right)) ||
    deletionCost(left) - deletionCost(right) ||
    readySince(right) - readySince(left) ||
    created(right) - created(left)
  );
}

function phaseRank(pod: Pod): number {
  return pod.status?.phase === 'Running' ? 1 : 0;
}

function deletionCost(pod: Pod): number {
  return Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0) || 0;
}

function readySince(pod: Pod): number {
  return isReady(pod) ? Date.parse(podCondition(pod, 'Ready')?.lastTransitionTime ?? '') || 0 : 0;
}

function created(pod: Pod): number {
  return Date.parse(pod.metadata.creationTimestamp ?? '') || 0;
}
