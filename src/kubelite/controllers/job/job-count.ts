/**
 * Counting a Job's pods once each: an ended pod is first noted as uncounted, then loses its finalizer, then is counted.
 * A crash between any two of these writes loses and doubles nothing. Source: Kubernetes docs, "Job tracking with finalizers".
 */
import type { Action } from '../controller.ts';
import { hasEnded, isReady, isTerminating } from '../pod/pod-state.ts';
import type { Pod } from '../workload-types.ts';
import { formatIndexes, parseIndexes } from './completed-indexes.ts';
import { failureVerdict } from './job-policies.ts';
import {
  FAILURES_KEY,
  INDEX_KEY,
  isIndexed,
  type Job,
  replacesFailedOnly,
  TRACKING_FINALIZER,
  type Uncounted,
} from './job-types.ts';

export interface JobCount {
  readonly active: readonly Pod[];
  readonly ready: number;
  readonly terminating: number;
  /** Counted ones and those about to be. */
  readonly succeeded: number;
  readonly failed: number;
  /** What the status says of them. */
  readonly countedSucceeded: number;
  readonly countedFailed: number;
  readonly completedIndexes: readonly number[];
  /** Those that had all their tries. */
  readonly failedIndexes: readonly number[];
  readonly uncounted: Uncounted;
  /** Why the whole Job fails by a pod's failure, where it does. */
  readonly fatal?: string;
  /** Pods that may lose their finalizer once the status is written. */
  readonly release: readonly Pod[];
}

/** The count at this moment. Pods beyond `completions` are not asked for here. */
export function countPods(job: Job, pods: readonly Pod[]): JobCount {
  const before = job.status?.uncountedTerminatedPods ?? {};
  const tracked = new Map(pods.filter(isTracked).map((pod) => [pod.metadata.uid ?? '', pod]));
  const settled = (uids: readonly string[]) => uids.filter((uid) => !tracked.has(uid));
  const held = (uids: readonly string[]) => uids.filter((uid) => tracked.has(uid));
  const ended = [...tracked.values()].filter((pod) => isSucceeded(pod) || isFailed(job, pod));
  const news = ended.filter((pod) => !holds(before, pod.metadata.uid ?? ''));
  const indexed = isIndexed(job);
  const indexes = indexed ? indexesOf(job, pods) : [];
  const counting = news.filter((pod) => !isSucceeded(pod) && countsAsFailed(job, pod));
  const uncounted = {
    succeeded: [...held(before.succeeded ?? []), ...(indexed ? [] : uidsOf(news.filter(isSucceeded)))],
    failed: [...held(before.failed ?? []), ...uidsOf(counting)],
  };
  const countedSucceeded = indexed
    ? indexes.length
    : (job.status?.succeeded ?? 0) + settled(before.succeeded ?? []).length;
  const countedFailed = (job.status?.failed ?? 0) + settled(before.failed ?? []).length;
  return {
    active: pods.filter((pod) => !hasEnded(pod) && !isTerminating(pod)),
    ready: pods.filter((pod) => !hasEnded(pod) && !isTerminating(pod) && isReady(pod)).length,
    terminating: pods.filter((pod) => isTerminating(pod) && !hasEnded(pod)).length,
    succeeded: countedSucceeded + uncounted.succeeded.length,
    failed: countedFailed + uncounted.failed.length,
    countedSucceeded,
    countedFailed,
    completedIndexes: indexes,
    failedIndexes: indexed ? failedIndexesOf(job, pods, indexes) : [],
    uncounted,
    ...fatalOf(job, ended),
    release: ended,
  };
}

function fatalOf(job: Job, ended: readonly Pod[]): Pick<JobCount, 'fatal'> {
  const verdicts = ended.filter((pod) => pod.status?.phase === 'Failed').map((pod) => failureVerdict(job, pod));
  const fatal = verdicts.find(({ action }) => action === 'FailJob');
  return fatal === undefined ? {} : { fatal: fatal.message };
}

/** Text of the completed indexes, as the status holds it. */
export function indexText(count: JobCount): string {
  return formatIndexes(count.completedIndexes);
}

/** Takes the finalizer off. */
export function releasePod(pod: Pod): Action {
  const finalizers = (pod.metadata.finalizers ?? []).filter((finalizer) => finalizer !== TRACKING_FINALIZER);
  return { kind: 'update', object: { ...pod, metadata: { ...pod.metadata, finalizers } } };
}

export function isTracked(pod: Pod): boolean {
  return pod.metadata.finalizers?.includes(TRACKING_FINALIZER) === true;
}

export function indexOfPod(pod: Pod): number | undefined {
  const text = pod.metadata.annotations?.[INDEX_KEY];
  return text === undefined ? undefined : Number(text);
}

function indexesOf(job: Job, pods: readonly Pod[]): readonly number[] {
  const completions = job.spec.completions ?? 1;
  const known = parseIndexes(job.status?.completedIndexes, completions);
  const done = pods.filter(isSucceeded).flatMap((pod) => indexOfPod(pod) ?? []);
  return [...new Set([...known, ...done])].filter((index) => index < completions).sort((left, right) => left - right);
}

/** Pods that a halt takes away, and those that a policy ignores, are forgotten. */
function countsAsFailed(job: Job, pod: Pod): boolean {
  if (job.spec.suspend === true && pod.status?.phase !== 'Failed') return false;
  return failureVerdict(job, pod).action !== 'Ignore';
}

function failedIndexesOf(job: Job, pods: readonly Pod[], completed: readonly number[]): readonly number[] {
  const limit = job.spec.backoffLimitPerIndex;
  if (limit === undefined) return [];
  const known = parseIndexes(job.status?.failedIndexes, job.spec.completions ?? 1);
  const exhausted = pods
    .filter((pod) => pod.status?.phase === 'Failed')
    .flatMap((pod) => {
      const { action } = failureVerdict(job, pod);
      const ended = action === 'FailIndex' || (action === 'Count' && failuresBefore(pod) >= limit);
      return ended ? (indexOfPod(pod) ?? []) : [];
    });
  const failed = new Set([...known, ...exhausted].filter((index) => !completed.includes(index)));
  return [...failed].sort((left, right) => left - right);
}

/** How often its index had failed when the pod was made. */
export function failuresBefore(pod: Pod): number {
  return Number(pod.metadata.annotations?.[FAILURES_KEY] ?? 0);
}

function isSucceeded(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded';
}

/** A pod that is being deleted counts as failed, unless the policy waits until it has failed. */
function isFailed(job: Job, pod: Pod): boolean {
  if (pod.status?.phase === 'Failed') return true;
  return !replacesFailedOnly(job) && isTerminating(pod) && !isSucceeded(pod);
}

function holds(uncounted: Uncounted, uid: string): boolean {
  return uncounted.succeeded?.includes(uid) === true || uncounted.failed?.includes(uid) === true;
}

function uidsOf(pods: readonly Pod[]): readonly string[] {
  return pods.map((pod) => pod.metadata.uid ?? '');
}
