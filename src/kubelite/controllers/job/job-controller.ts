/** Jobs: pods until enough succeeded, too many failed or time is up. Conditions as in Kubernetes 1.35. */
import { type Instant, rfc3339 } from '../../../base/clock.ts';
import {
  type Action,
  type Controller,
  controllerOf,
  deletionOf,
  keyOfObject,
  onOwned,
  onSelf,
  type Step,
  type StepContext,
} from '../controller.ts';
import { controlledObjects, controllerOfObject, observed } from '../owned-objects.ts';
import { JOBS, PODS } from '../resources.ts';
import { statusChange, unlessZero } from '../status-change.ts';
import { type Condition, maybeViewOf, type Pod, viewOf } from '../workload-types.ts';
import { formatIndexes } from './completed-indexes.ts';
import { countPods, indexText, isTracked, type JobCount, releasePod } from './job-count.ts';
import { type JobOutcome, jobOutcome } from './job-outcome.ts';
import { jobPods, removePods } from './job-pods.ts';
import { endOfJob, isIndexed, type Job, type JobStatus, type ObservedJob } from './job-types.ts';

export const jobController: Controller = controllerOf<ObservedJob>({
  name: 'job',
  triggers: [onSelf(JOBS), onOwned(PODS, JOBS)],
  observe(reader, key) {
    const job = maybeViewOf<Job>(observed(reader, key));
    if (job === undefined) return undefined;
    return { job, pods: controlledObjects(reader, job, PODS).map((pod) => viewOf<Pod>(pod)) };
  },
  step: jobStep,
});

/** Pods that a Job left behind when it was deleted lose the finalizer that nobody else takes off. */
export const jobOrphanController: Controller = controllerOf<Pod>({
  name: 'job-orphan',
  triggers: [
    { resource: PODS, keys: ({ object }) => (isTracked(viewOf<Pod>(object)) ? [keyOfObject(PODS, object)] : []) },
    {
      resource: JOBS,
      keys: ({ type, object }, reader) =>
        type !== 'DELETED'
          ? []
          : reader.dependents(object.metadata.uid ?? '', PODS).map((pod) => keyOfObject(PODS, pod.object)),
    },
  ],
  observe(reader, key) {
    const pod = maybeViewOf<Pod>(observed(reader, key));
    if (pod === undefined || !isTracked(pod)) return undefined;
    const owner = controllerOfObject(pod);
    const job = owner?.kind === 'Job' ? reader.get(JOBS, key.namespace, owner.name) : undefined;
    return job?.metadata.uid === owner?.uid && job !== undefined ? undefined : pod;
  },
  step: (pod) => ({ actions: [releasePod(pod)] }),
});

/** One step of a Job. */
export function jobStep({ job, pods }: ObservedJob, { now }: StepContext): Step {
  const { managedBy } = job.spec;
  if (managedBy !== undefined && managedBy !== 'kubernetes.io/job-controller') return { actions: [] };
  const end = endOfJob(job);
  if (end !== undefined) return afterEnd(job, pods, { end, now });
  const count = countPods(job, pods);
  const outcome = jobOutcome(job, count, now);
  const work = workOf(job, outcome, { count, pods, now });
  const wakeAt = earliest(outcome.wakeAt, work.wakeAt);
  return {
    actions: [...told(job, outcome, count, now), ...count.release.map(releasePod), ...work.actions],
    ...(wakeAt === undefined ? {} : { wakeAt }),
  };
}

/** An ended Job keeps nothing, and goes itself after its time. */
function afterEnd(job: Job, pods: readonly Pod[], at: { readonly end: Condition; readonly now: Instant }): Step {
  const released = pods.filter(isTracked).map(releasePod);
  const ttl = job.spec.ttlSecondsAfterFinished;
  if (ttl === undefined || job.metadata.deletionTimestamp !== undefined) return { actions: released };
  const expires = Date.parse(at.end.lastTransitionTime ?? '') + ttl * 1000;
  if (expires > at.now) return { actions: released, wakeAt: expires };
  return { actions: [...released, deletionOf(JOBS, job, { propagation: 'Foreground' })] };
}

function workOf(
  job: Job,
  outcome: JobOutcome,
  at: { readonly count: JobCount; readonly pods: readonly Pod[]; readonly now: Instant },
): Step {
  if (job.metadata.deletionTimestamp !== undefined) return { actions: [] };
  const halted = outcome.kind !== 'goes-on' || job.spec.suspend === true;
  if (halted) return { actions: removePods(job, at.count.active) };
  return jobPods(job, at.count, at);
}

function told(job: Job, outcome: JobOutcome, count: JobCount, now: Instant): readonly Action[] {
  const before = job.status ?? {};
  const suspended = withSuspension(job, before, now);
  const status = withOutcome(withCounts(job, suspended, { count, now }), outcome, { count, now });
  const changes = statusChange(job, status);
  return changes.length === 0 ? [] : [...changes, ...eventsOf(job, before, status)];
}

function withCounts(
  job: Job,
  status: JobStatus,
  { count, now }: { readonly count: JobCount; readonly now: Instant },
): JobStatus {
  const { succeeded = [], failed = [] } = count.uncounted;
  const started = job.spec.suspend === true ? status.startTime : (status.startTime ?? rfc3339(now));
  return {
    ...status,
    ...(started === undefined ? {} : { startTime: started }),
    ...counts({
      active: unlessZero(count.active.length),
      succeeded: unlessZero(count.countedSucceeded),
      failed: unlessZero(count.countedFailed),
    }),
    ready: count.ready,
    terminating: count.terminating,
    ...(isIndexed(job) && count.completedIndexes.length > 0 ? { completedIndexes: indexText(count) } : {}),
    ...(job.spec.backoffLimitPerIndex === undefined ? {} : { failedIndexes: formatIndexes(count.failedIndexes) }),
    uncountedTerminatedPods: {
      ...(succeeded.length > 0 ? { succeeded } : {}),
      ...(failed.length > 0 ? { failed } : {}),
    },
  };
}

/** Members that may be absent; the writer of statuses leaves them out. */
function counts(members: Readonly<Record<string, number | undefined>>): JobStatus {
  return members;
}

/** First the intent (`SuccessCriteriaMet`, `FailureTarget`), and when no pod is left the end (`Complete`, `Failed`). */
function withOutcome(
  status: JobStatus,
  outcome: JobOutcome,
  { count, now }: { readonly count: JobCount; readonly now: Instant },
): JobStatus {
  if (outcome.kind === 'goes-on') return status;
  const { succeeded = [], failed = [] } = count.uncounted;
  const good = outcome.kind === 'succeeded';
  const words = { ...outcome, status: 'True' as const, now };
  const intent = good ? 'SuccessCriteriaMet' : 'FailureTarget';
  const wasIntended = status.conditions?.some(({ type }) => type === intent) === true;
  const intended = withJobCondition(
    { ...status, ...counts({ active: undefined }), ready: 0 },
    { ...words, type: intent },
  );
  // Watchers see the intent before the end, also where nothing is left to wait for.
  if (!wasIntended) return intended;
  const left = count.active.length + count.terminating + succeeded.length + failed.length + count.release.length;
  if (left > 0) return intended;
  const ended = withJobCondition(intended, { ...words, type: good ? 'Complete' : 'Failed' });
  return good ? { ...ended, completionTime: rfc3339(now) } : ended;
}

function withSuspension(job: Job, status: JobStatus, now: Instant): JobStatus {
  const known = status.conditions?.find((condition) => condition.type === 'Suspended');
  if (job.spec.suspend === true) {
    if (known?.status === 'True') return status;
    const words = { type: 'Suspended', status: 'True', reason: 'JobSuspended', message: 'Job suspended', now } as const;
    // When it began stays told until it goes on.
    return withJobCondition(status, words);
  }
  if (known?.status !== 'True') return status;
  const words = { type: 'Suspended', status: 'False', reason: 'JobResumed', message: 'Job resumed', now } as const;
  return { ...withJobCondition(status, words), startTime: rfc3339(now) };
}

function withJobCondition(
  status: JobStatus,
  value: {
    readonly type: string;
    readonly status: 'True' | 'False';
    readonly reason: string;
    readonly message: string;
    readonly now: Instant;
  },
): JobStatus {
  const conditions = status.conditions ?? [];
  const old = conditions.find((condition) => condition.type === value.type);
  if (old?.status === value.status) return status;
  const at = rfc3339(value.now);
  const { type, status: truth, reason, message } = value;
  const fresh = { type, status: truth, lastProbeTime: at, lastTransitionTime: at, reason, message };
  return {
    ...status,
    conditions: old === undefined ? [...conditions, fresh] : conditions.map((c) => (c === old ? fresh : c)),
  };
}

function eventsOf(job: Job, before: JobStatus, after: JobStatus): readonly Action[] {
  const fresh = (after.conditions ?? []).filter(
    (condition) =>
      !(before.conditions ?? []).some((old) => old.type === condition.type && old.status === condition.status),
  );
  return fresh.flatMap((condition): readonly Action[] => {
    const about = { kind: 'event', about: job, source: 'job-controller' } as const;
    switch (condition.type) {
      case 'Complete':
        return [{ ...about, type: 'Normal', reason: 'Completed', message: 'Job completed' }];
      case 'Failed':
        return [{ ...about, type: 'Warning', reason: condition.reason ?? '', message: condition.message ?? '' }];
      case 'Suspended':
        return [
          {
            ...about,
            type: 'Normal',
            reason: condition.status === 'True' ? 'Suspended' : 'Resumed',
            message: condition.message ?? '',
          },
        ];
      default:
        return [];
    }
  });
}

function earliest(...instants: readonly (Instant | undefined)[]): Instant | undefined {
  const known = instants.filter((instant) => instant !== undefined);
  return known.length > 0 ? Math.min(...known) : undefined;
}
