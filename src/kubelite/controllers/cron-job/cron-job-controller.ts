/** CronJobs: a Job at each time of the schedule, and the clearing away of old ones. */
import { type Instant, rfc3339 } from '../../../base/clock.ts';
import { AppError } from '../../../base/errors.ts';
import type { JsonObject } from '../../../base/json-value.ts';
import type { KubeObject, ObjectMeta } from '../../../kube/object/kube-object.ts';
import {
  type Action,
  type Controller,
  controllerOf,
  deletionOf,
  type EventAction,
  onOwned,
  onSelf,
  type Step,
  type StepContext,
} from '../controller.ts';
import { endOfJob, type Job, jobCondition } from '../job/job-types.ts';
import { controlledObjects, controllerReference, observed } from '../owned-objects.ts';
import { CRON_JOBS, JOBS } from '../resources.ts';
import { statusChange } from '../status-change.ts';
import { maybeViewOf, viewOf } from '../workload-types.ts';
import { type CronSchedule, lastTime, nextTime, parseCron } from './cron-schedule.ts';

const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

export interface CronJob extends KubeObject {
  readonly spec: JsonObject & {
    readonly schedule: string;
    readonly timeZone?: string;
    readonly suspend?: boolean;
    readonly concurrencyPolicy?: string;
    readonly startingDeadlineSeconds?: number;
    readonly successfulJobsHistoryLimit?: number;
    readonly failedJobsHistoryLimit?: number;
    readonly jobTemplate: JsonObject & { readonly metadata?: ObjectMeta; readonly spec: JsonObject };
  };
  readonly status?: JsonObject & {
    readonly active?: readonly JsonObject[];
    readonly lastScheduleTime?: string;
    readonly lastSuccessfulTime?: string;
  };
}

export interface ObservedCronJob {
  readonly cronJob: CronJob;
  readonly jobs: readonly Job[];
}

export const cronJobController: Controller = controllerOf<ObservedCronJob>({
  name: 'cron-job',
  triggers: [onSelf(CRON_JOBS), onOwned(JOBS, CRON_JOBS)],
  observe(reader, key) {
    const cronJob = maybeViewOf<CronJob>(observed(reader, key));
    if (cronJob === undefined) return undefined;
    return { cronJob, jobs: controlledObjects(reader, cronJob, JOBS).map((job) => viewOf<Job>(job)) };
  },
  step: cronJobStep,
});

/** One step: start what is due, tell what runs, clear away. */
export function cronJobStep({ cronJob, jobs }: ObservedCronJob, { now }: StepContext): Step {
  const active = jobs.filter((job) => endOfJob(job) === undefined);
  const cleared = clearedJobs(cronJob, jobs);
  const resting = cronJob.spec.suspend === true || cronJob.metadata.deletionTimestamp !== undefined;
  const schedule = resting ? undefined : readSchedule(cronJob);
  const remaining = jobs.filter((job) => !cleared.includes(job));
  const clearing = cleared.flatMap((job): readonly Action[] => [
    deletionOf(JOBS, job, { propagation: 'Background' }),
    event(cronJob, 'SuccessfulDelete', `Deleted job ${job.metadata.name}`),
  ]);
  if (schedule === undefined) return { actions: [...clearing, ...told(cronJob, { jobs: remaining, seen: jobs })] };
  const due = dueTime(cronJob, schedule, now);
  const next = nextTime(schedule, now, zoneOf(cronJob));
  const started = due === undefined ? [] : startJob(cronJob, active, due);
  const lastScheduleTime = started.some((action) => action.kind === 'create') ? due : undefined;
  return {
    actions: [...clearing, ...started, ...told(cronJob, { jobs: remaining, seen: jobs, scheduled: lastScheduleTime })],
    ...(next === undefined ? {} : { wakeAt: next }),
  };
}

function readSchedule(cronJob: CronJob): CronSchedule | undefined {
  try {
    return parseCron(cronJob.spec.schedule);
  } catch (error) {
    if (error instanceof AppError) return undefined;
    throw error;
  }
}

/** The latest missed time; older ones are skipped, as are those past the starting deadline. */
function dueTime(cronJob: CronJob, schedule: CronSchedule, now: Instant): Instant | undefined {
  const last = cronJob.status?.lastScheduleTime ?? cronJob.metadata.creationTimestamp ?? '';
  const deadline = cronJob.spec.startingDeadlineSeconds;
  const earliest = deadline === undefined ? Number.NEGATIVE_INFINITY : now - deadline * 1000;
  const after = Math.max(Date.parse(last) || 0, earliest);
  return lastTime(schedule, { after, until: now, zone: zoneOf(cronJob) });
}

function startJob(cronJob: CronJob, active: readonly Job[], due: Instant): readonly Action[] {
  const policy = cronJob.spec.concurrencyPolicy ?? 'Allow';
  if (policy === 'Forbid' && active.length > 0) {
    return [
      event(
        cronJob,
        'JobAlreadyActive',
        'Not starting job because prior execution is running and concurrency policy is Forbid',
      ),
    ];
  }
  const replaced = policy === 'Replace' ? active : [];
  const job = newJob(cronJob, due);
  return [
    ...replaced.flatMap((old): readonly Action[] => [
      deletionOf(JOBS, old, { propagation: 'Background' }),
      event(cronJob, 'SuccessfulDelete', `Deleted job ${old.metadata.name}`),
    ]),
    { kind: 'create', object: job },
    event(cronJob, 'SuccessfulCreate', `Created job ${job.metadata.name}`),
  ];
}

function newJob(cronJob: CronJob, due: Instant): KubeObject {
  const { metadata, spec } = cronJob.spec.jobTemplate;
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      // The minute names the Job, so that starting twice is noticed.
      name: `${cronJob.metadata.name}-${Math.floor(due / 60_000)}`,
      namespace: cronJob.metadata.namespace ?? '',
      ...(metadata?.labels === undefined ? {} : { labels: metadata.labels }),
      annotations: {
        ...metadata?.annotations,
        [SCHEDULED]: zonedTime(due, zoneOf(cronJob)),
      },
      ownerReferences: [controllerReference(cronJob)],
    },
    spec,
  };
}

/** `seen` are all Jobs, also those that are cleared away now: what they achieved counts. */
interface ToldJobs {
  readonly jobs: readonly Job[];
  readonly seen: readonly Job[];
  readonly scheduled?: Instant | undefined;
}

function told(cronJob: CronJob, { jobs, seen, scheduled }: ToldJobs): readonly Action[] {
  const running = jobs.filter((job) => endOfJob(job) === undefined);
  const known = cronJob.status?.active ?? [];
  const active = running
    .filter(isScheduled)
    .map((job) => known.find(({ uid }) => uid === job.metadata.uid) ?? reference(job));
  const completions = seen.flatMap((job) => job.status?.completionTime ?? []).sort();
  const lastSuccess = [cronJob.status?.lastSuccessfulTime ?? '', completions.at(-1) ?? ''].sort().at(-1);
  const lastSchedule = scheduled === undefined ? cronJob.status?.lastScheduleTime : rfc3339(scheduled);
  const status = statusChange(cronJob, {
    ...(active.length > 0 ? { active } : {}),
    ...(lastSchedule === undefined ? {} : { lastScheduleTime: lastSchedule }),
    ...(lastSuccess === undefined || lastSuccess === '' ? {} : { lastSuccessfulTime: lastSuccess }),
  });
  return [
    ...status,
    ...running.filter((job) => !isScheduled(job)).map((job) => unexpected(cronJob, job)),
    ...completed(cronJob, jobs),
  ];
}

/** Made at a time of the schedule, not by somebody's hand. */
function isScheduled(job: Job): boolean {
  return job.metadata.annotations?.[SCHEDULED] !== undefined;
}

function unexpected(cronJob: CronJob, job: Job): EventAction {
  const message = `Saw a job that the controller did not create or forgot: ${job.metadata.name}`;
  return { ...event(cronJob, 'UnexpectedJob', message), type: 'Warning' };
}

/** Those that the status still tells to run. */
function completed(cronJob: CronJob, jobs: readonly Job[]): readonly EventAction[] {
  const known = new Set((cronJob.status?.active ?? []).map(({ uid }) => uid));
  return jobs.flatMap((job) => {
    const end = endOfJob(job);
    if (end === undefined || !known.has(job.metadata.uid)) return [];
    return [event(cronJob, 'SawCompletedJob', `Saw completed job: ${job.metadata.name}, condition: ${end.type}`)];
  });
}

/** With the version at which it was seen first: it does not follow the steps of the Job. */
function reference(job: Job): JsonObject {
  return {
    kind: 'Job',
    namespace: job.metadata.namespace,
    name: job.metadata.name,
    uid: job.metadata.uid,
    apiVersion: 'batch/v1',
    resourceVersion: job.metadata.resourceVersion,
  };
}

/** Finished Jobs beyond the limits, the oldest first. */
function clearedJobs(cronJob: CronJob, jobs: readonly Job[]): readonly Job[] {
  const staying = jobs.filter((job) => job.metadata.deletionTimestamp === undefined);
  const good = staying.filter((job) => jobCondition(job.status, 'Complete') !== undefined);
  const bad = staying.filter((job) => jobCondition(job.status, 'Failed') !== undefined);
  return [
    ...oldest(good, cronJob.spec.successfulJobsHistoryLimit ?? 3),
    ...oldest(bad, cronJob.spec.failedJobsHistoryLimit ?? 1),
  ];
}

function oldest(jobs: readonly Job[], kept: number): readonly Job[] {
  const start = (job: Job) => Date.parse(job.status?.startTime ?? job.metadata.creationTimestamp ?? '') || 0;
  return [...jobs].sort((left, right) => start(left) - start(right)).slice(0, Math.max(0, jobs.length - kept));
}

/** As clocks of the zone show it, with their distance to UTC. */
function zonedTime(at: Instant, zone: string): string {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  if (sign === undefined || (hours === '00' && minutes === '00')) return rfc3339(at);
  const offset = Number(`${sign}1`) * (Number(hours) * 60 + Number(minutes)) * 60_000;
  return `${rfc3339(at + offset).slice(0, -1)}${sign}${hours}:${minutes}`;
}

function zoneOf(cronJob: CronJob): string {
  return cronJob.spec.timeZone ?? 'UTC';
}

function event(cronJob: CronJob, reason: string, message: string): EventAction {
  return { kind: 'event', about: cronJob, type: 'Normal', reason, message, source: 'cronjob-controller' };
}
