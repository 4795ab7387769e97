/** Which pods a Job makes and removes now. */
import type { Instant } from '../../../base/clock.ts';
import type { Json } from '../../../base/json-value.ts';
import type { Action, Step } from '../controller.ts';
import { createdPod, deletedPod, podFromTemplate } from '../pod/pod-from-template.ts';
import { givenUpFirst } from '../pod/pod-state.ts';
import type { Container, Pod, PodTemplate } from '../workload-types.ts';
import { failuresBefore, indexOfPod, type JobCount } from './job-count.ts';
import { FAILURES_KEY, INDEX_KEY, isIndexed, type Job, replacesFailedOnly, TRACKING_FINALIZER } from './job-types.ts';

const SOURCE = 'job-controller';
const FIRST_PAUSE = 10_000;
const LONGEST_PAUSE = 600_000;
/** Pods made in one step. */
const BURST = 100;

/** Makes missing pods, after a pause that doubles with each failure in a row; removes those too many. */
export function jobPods(job: Job, count: JobCount, at: { readonly pods: readonly Pod[]; readonly now: Instant }): Step {
  const wanted = wantedActive(job, count);
  const surplus = count.active.length - wanted;
  if (surplus > 0) return { actions: removePods(job, [...count.active].sort(givenUpFirst).slice(0, surplus)) };
  // With the policy `Failed` a pod that goes away still holds its place.
  const waiting = replacesFailedOnly(job) ? count.terminating : 0;
  const missing = Math.min(BURST, wanted - count.active.length - waiting);
  if (missing <= 0) return { actions: [] };
  const from = pauseEnd(at.pods);
  if (from !== undefined && from > at.now) return { actions: [], wakeAt: from };
  return { actions: newPods(job, count, { missing, pods: at.pods }).flatMap((pod) => createdPod(job, pod, SOURCE)) };
}

export function removePods(job: Job, pods: readonly Pod[]): readonly Action[] {
  return pods.flatMap((pod) => deletedPod(job, pod, SOURCE));
}

function wantedActive(job: Job, count: JobCount): number {
  const parallelism = job.spec.parallelism ?? 1;
  const { completions } = job.spec;
  if (completions === undefined) return count.succeeded > 0 ? Math.min(count.active.length, parallelism) : parallelism;
  return Math.max(0, Math.min(parallelism, completions - count.succeeded - count.failedIndexes.length));
}

function newPods(
  job: Job,
  count: JobCount,
  { missing, pods }: { readonly missing: number; readonly pods: readonly Pod[] },
): readonly Pod[] {
  if (!isIndexed(job)) {
    return Array.from({ length: missing }, () =>
      podFromTemplate(job, job.spec.template, { finalizers: [TRACKING_FINALIZER] }),
    );
  }
  const taken = new Set([
    ...count.completedIndexes,
    ...count.failedIndexes,
    ...count.active.flatMap((pod) => indexOfPod(pod) ?? []),
  ]);
  const free = Array.from({ length: job.spec.completions ?? 1 }, (_, index) => index).filter(
    (index) => !taken.has(index),
  );
  return free.slice(0, missing).map((index) => indexedPod(job, index, failuresOf(job, pods, index)));
}

/** Noted on a pod where each index has its own tries. */
function failuresOf(job: Job, pods: readonly Pod[], index: number): Readonly<Record<string, string>> {
  if (job.spec.backoffLimitPerIndex === undefined) return {};
  const failed = pods.filter((pod) => indexOfPod(pod) === index && pod.status?.phase === 'Failed');
  return { [FAILURES_KEY]: String(Math.max(-1, ...failed.map(failuresBefore)) + 1) };
}

function indexedPod(job: Job, index: number, notes: Readonly<Record<string, string>>): Pod {
  const { template } = job.spec;
  const withIndex = (containers: readonly Container[]) => containers.map(withIndexVariable);
  const spec = {
    ...template.spec,
    ...(template.spec['hostname'] === undefined ? { hostname: `${job.metadata.name}-${index}` } : {}),
    ...(template.spec.initContainers === undefined ? {} : { initContainers: withIndex(template.spec.initContainers) }),
    containers: withIndex(template.spec.containers),
  };
  const indexed: PodTemplate = { ...template, spec };
  return podFromTemplate(job, indexed, {
    generateName: `${job.metadata.name}-${index}-`,
    labels: { [INDEX_KEY]: String(index) },
    annotations: { [INDEX_KEY]: String(index), ...notes },
    finalizers: [TRACKING_FINALIZER],
  });
}

function withIndexVariable(container: Container): Container {
  const env = (Array.isArray(container['env']) ? container['env'] : []) as readonly Json[];
  const fieldRef = { apiVersion: 'v1', fieldPath: `metadata.annotations['${INDEX_KEY}']` };
  return { ...container, env: [...env, { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef } }] };
}

/** The end of the pause after failures since the last success, or undefined where none failed. */
function pauseEnd(pods: readonly Pod[]): Instant | undefined {
  const ends = (phase: string) => pods.filter((pod) => pod.status?.phase === phase).map(endOf);
  const lastSuccess = Math.max(Number.NEGATIVE_INFINITY, ...ends('Succeeded'));
  const failures = ends('Failed').filter((end) => end > lastSuccess);
  if (failures.length === 0) return undefined;
  return Math.max(...failures) + Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (failures.length - 1));
}

function endOf(pod: Pod): Instant {
  const finished = (pod.status?.containerStatuses ?? []).map((container) =>
    Date.parse(String(container.state?.terminated?.['finishedAt'] ?? '')),
  );
  const known = finished.filter((instant) => !Number.isNaN(instant));
  const fallback = pod.metadata.deletionTimestamp ?? pod.metadata.creationTimestamp ?? '';
  return known.length > 0 ? Math.max(...known) : Date.parse(fallback) || 0;
}
