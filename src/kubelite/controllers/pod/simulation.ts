/**
 * How a pod is asked to misbehave: an annotation whose key ends in `/simulate` (crash, hang, slow, unschedulable), or an
 * image with the tag `bad`, which cannot be pulled.
 */
import type { Pod } from '../workload-types.ts';

/** Times of a simulated pod's life, in milliseconds. */
export interface PodTimes {
  /** From placing to running. */
  readonly start: number;
  /** The same for pods marked `slow`. */
  readonly slowStart: number;
  /** How long a pod runs that does not restart. */
  readonly run: number;
}

export const POD_TIMES: PodTimes = { start: 0, slowStart: 5000, run: 1000 };

/** The value of the annotation, or the empty text. */
export function simulationOf(pod: Pod): string {
  for (const [key, value] of Object.entries(pod.metadata.annotations ?? {})) {
    if (key.endsWith('/simulate')) return value;
  }
  return '';
}

export function hasBadImage(pod: Pod): boolean {
  return [...(pod.spec.initContainers ?? []), ...pod.spec.containers].some((container) => isBadImage(container.image));
}

export function isBadImage(image: string | undefined): boolean {
  return image?.endsWith(':bad') === true;
}
