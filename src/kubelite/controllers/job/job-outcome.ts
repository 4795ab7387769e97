/** Whether a Job has reached its end, and which. */
import type { Instant } from '../../../base/clock.ts';
import type { Pod } from '../workload-types.ts';
import type { JobCount } from './job-count.ts';
import { successRule } from './job-policies.ts';
import { type Job, jobCondition } from './job-types.ts';

export interface JobOutcome {
  readonly kind: 'goes-on' | 'succeeded' | 'failed';
  readonly reason: string;
  readonly message: string;
  /** When the deadline passes. */
  readonly wakeAt?: Instant;
}

/** An end that was found once stays, whatever happens to its pods meanwhile. */
export function jobOutcome(job: Job, count: JobCount, now: Instant): JobOutcome {
  const failing = jobCondition(job.status, 'FailureTarget');
  if (failing !== undefined) return { kind: 'failed', ...words(failing) };
  const succeeding = jobCondition(job.status, 'SuccessCriteriaMet');
  if (succeeding !== undefined) return { kind: 'succeeded', ...words(succeeding) };
  if (count.fatal !== undefined) return { kind: 'failed', reason: 'PodFailurePolicy', message: count.fatal };
  if (isPastBackoff(job, count)) {
    return { kind: 'failed', reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  }
  const deadline = deadlineOf(job);
  if (deadline !== undefined && now >= deadline) {
    return { kind: 'failed', reason: 'DeadlineExceeded', message: 'Job was active longer than specified deadline' };
  }
  if (hasTooManyFailedIndexes(job, count)) {
    const message = 'Job has exceeded the specified maximal number of failed indexes';
    return { kind: 'failed', reason: 'MaxFailedIndexesExceeded', message };
  }
  const rule = successRule(job, count.completedIndexes);
  if (rule !== undefined) {
    return { kind: 'succeeded', reason: 'SuccessPolicy', message: `Matched rules at index ${rule}` };
  }
  if (hasFailedIndexes(job, count))
    return { kind: 'failed', reason: 'FailedIndexes', message: 'Job has failed indexes' };
  if (isComplete(job, count)) {
    return {
      kind: 'succeeded',
      reason: 'CompletionsReached',
      message: 'Reached expected number of succeeded pods',
    };
  }
  return { kind: 'goes-on', reason: '', message: '', ...(deadline === undefined ? {} : { wakeAt: deadline }) };
}

function hasTooManyFailedIndexes({ spec: { maxFailedIndexes } }: Job, { failedIndexes }: JobCount): boolean {
  return maxFailedIndexes !== undefined && failedIndexes.length > maxFailedIndexes;
}

/** Some indexes failed, and no other is left. */
function hasFailedIndexes({ spec: { completions = 1 } }: Job, { failedIndexes, completedIndexes }: JobCount): boolean {
  return failedIndexes.length > 0 && failedIndexes.length + completedIndexes.length >= completions;
}

function words(condition: { readonly reason?: string; readonly message?: string }) {
  return { reason: condition.reason ?? '', message: condition.message ?? '' };
}

function isComplete(job: Job, count: JobCount): boolean {
  const { completions } = job.spec;
  if (completions === undefined) return count.succeeded > 0 && count.active.length === 0;
  return count.succeeded >= completions && (completions > 0 || count.active.length === 0);
}

/** Failed pods, or restarts of those that restart in place. */
function isPastBackoff(job: Job, count: JobCount): boolean {
  const limit = job.spec.backoffLimit ?? (job.spec.backoffLimitPerIndex === undefined ? 6 : Number.MAX_SAFE_INTEGER);
  if (count.failed > limit) return true;
  if (job.spec.template.spec.restartPolicy !== 'OnFailure') return false;
  const restarts = count.active.reduce((total, pod) => total + restartsOf(pod), 0);
  return limit === 0 ? restarts > 0 : restarts >= limit;
}

function restartsOf(pod: Pod): number {
  return (pod.status?.containerStatuses ?? []).reduce((total, container) => total + container.restartCount, 0);
}

function deadlineOf(job: Job): Instant | undefined {
  const { activeDeadlineSeconds } = job.spec;
  const start = job.status?.startTime;
  if (activeDeadlineSeconds === undefined || start === undefined || job.spec.suspend === true) return undefined;
  return Date.parse(start) + activeDeadlineSeconds * 1000;
}
