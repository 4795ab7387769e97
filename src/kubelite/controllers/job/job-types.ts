/** A Job as its controller reads it. */
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import type { Condition, Pod, PodTemplate } from '../workload-types.ts';

export const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';
export const INDEX_KEY = 'batch.kubernetes.io/job-completion-index';
/** How often pods of its index failed before a pod. */
export const FAILURES_KEY = 'batch.kubernetes.io/job-index-failure-count';

export interface JobSpec extends JsonObject {
  readonly parallelism?: number;
  readonly completions?: number;
  readonly completionMode?: string;
  readonly backoffLimit?: number;
  readonly backoffLimitPerIndex?: number;
  readonly maxFailedIndexes?: number;
  readonly activeDeadlineSeconds?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly suspend?: boolean;
  readonly podReplacementPolicy?: string;
  readonly managedBy?: string;
  readonly template: PodTemplate;
}

export interface Uncounted extends JsonObject {
  readonly succeeded?: readonly string[];
  readonly failed?: readonly string[];
}

export interface JobStatus extends JsonObject {
  readonly conditions?: readonly Condition[];
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly active?: number;
  readonly terminating?: number;
  readonly succeeded?: number;
  readonly failed?: number;
  readonly completedIndexes?: string;
  readonly failedIndexes?: string;
  readonly uncountedTerminatedPods?: Uncounted;
  readonly ready?: number;
}

export interface Job extends KubeObject {
  readonly spec: JobSpec;
  readonly status?: JobStatus;
}

export interface ObservedJob {
  readonly job: Job;
  readonly pods: readonly Pod[];
}

export function isIndexed(job: Job): boolean {
  return job.spec.completionMode === 'Indexed';
}

export function jobCondition(status: JobStatus | undefined, type: string): Condition | undefined {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

/** When the Job ended, well or not, or undefined while it goes on. */
export function endOfJob(job: Job): Condition | undefined {
  return jobCondition(job.status, 'Complete') ?? jobCondition(job.status, 'Failed');
}

/** A pod that goes away is replaced only once it has failed. */
export function replacesFailedOnly({ spec }: Job): boolean {
  return spec.podReplacementPolicy === 'Failed' || spec['podFailurePolicy'] !== undefined;
}
