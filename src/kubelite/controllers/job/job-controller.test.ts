import { expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import { workloadCluster } from '../../../testkit/workload-cluster.ts';
import { JOBS, PODS } from '../resources.ts';
import { formatIndexes, parseIndexes } from './completed-indexes.ts';
import type { Job } from './job-types.ts';

const at = (seconds: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, seconds)).toISOString().replace('.000', '');

function job(name: string, spec: JsonObject = {}, notes: Record<string, string> = {}, restartPolicy = 'Never'): Job {
  const labels = { 'batch.kubernetes.io/job-name': name };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: 6,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: notes },
        spec: { restartPolicy, containers: [{ name: 'c', image: 'busybox:1' }] },
      },
      ...spec,
    },
  } as Job;
}

function condition(type: string, reason: string, message: string, seconds: number, status = 'True'): JsonObject {
  return { type, status, lastProbeTime: at(seconds), lastTransitionTime: at(seconds), reason, message };
}

const REACHED = ['CompletionsReached', 'Reached expected number of succeeded pods'] as const;
const CRASH = { 'tiphys.dev/simulate': 'crash' };
const HANG = { 'tiphys.dev/simulate': 'hang' };

test('a Job succeeds within about a second, with the status of Kubernetes 1.35', () => {
  const cluster = workloadCluster();
  cluster.apply(job('ok'));
  expect(cluster.status(JOBS, 'ok')).toEqual({
    startTime: at(0),
    active: 1,
    ready: 1,
    terminating: 0,
    uncountedTerminatedPods: {},
  });
  cluster.pass(1000);
  expect(cluster.status(JOBS, 'ok')).toEqual({
    startTime: at(0),
    completionTime: at(1),
    succeeded: 1,
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [condition('SuccessCriteriaMet', ...REACHED, 1), condition('Complete', ...REACHED, 1)],
  });
  expect(cluster.access.list(PODS, 'default')[0]?.metadata.finalizers).toEqual([]);
  expect(cluster.failures).toEqual([]);
});

test('a failing Job tries again after ten seconds and ends at its limit', () => {
  const cluster = workloadCluster();
  cluster.apply(job('fails', { backoffLimit: 1 }, CRASH));
  cluster.pass(10_900);
  expect(cluster.status(JOBS, 'fails')).toMatchObject({ failed: 1 });
  cluster.pass(1000);
  const words = ['BackoffLimitExceeded', 'Job has reached the specified backoff limit', 11] as const;
  expect(cluster.status(JOBS, 'fails')).toEqual({
    startTime: at(0),
    failed: 2,
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [condition('FailureTarget', ...words), condition('Failed', ...words)],
  });
});

test('a Job past its deadline fails and its pods go', () => {
  const cluster = workloadCluster();
  cluster.apply(job('late', { activeDeadlineSeconds: 3 }, HANG, 'OnFailure'));
  cluster.pass(4000);
  const words = ['DeadlineExceeded', 'Job was active longer than specified deadline', 3] as const;
  expect(cluster.status(JOBS, 'late')).toEqual({
    startTime: at(0),
    failed: 1,
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [condition('FailureTarget', ...words), condition('Failed', ...words)],
  });
  expect(cluster.access.list(PODS, 'default')).toEqual([]);
});

test('a suspended Job waits, and runs once resumed', () => {
  const cluster = workloadCluster();
  const made = cluster.apply(job('halted', { suspend: true }));
  expect(cluster.status(JOBS, 'halted')).toEqual({
    ready: 0,
    terminating: 0,
    uncountedTerminatedPods: {},
    conditions: [condition('Suspended', 'JobSuspended', 'Job suspended', 0)],
  });
  cluster.pass(5000);
  const now = cluster.access.get(JOBS, 'default', 'halted') ?? made;
  cluster.access.update({ ...now, spec: { ...(now as Job).spec, suspend: false } });
  cluster.pass(2000);
  expect(cluster.status(JOBS, 'halted')).toMatchObject({
    startTime: at(5),
    succeeded: 1,
    conditions: [
      condition('Suspended', 'JobResumed', 'Job resumed', 5, 'False'),
      { type: 'SuccessCriteriaMet' },
      { type: 'Complete' },
    ],
  });
});

test('suspending a running Job removes its pods without counting them against the limit of success', () => {
  const cluster = workloadCluster();
  const made = cluster.apply(job('pause', {}, HANG));
  const now = cluster.access.get(JOBS, 'default', 'pause') ?? made;
  cluster.access.update({ ...now, spec: { ...(now as Job).spec, suspend: true } });
  cluster.pass(100);
  expect(cluster.access.list(PODS, 'default')).toEqual([]);
  expect(cluster.status(JOBS, 'pause')).toMatchObject({ ready: 0, terminating: 0 });
  expect(cluster.status(JOBS, 'pause')).not.toHaveProperty('active');
});

test('an indexed Job gives each pod its index', () => {
  const cluster = workloadCluster();
  cluster.apply(job('indexed', { completions: 3, parallelism: 2, completionMode: 'Indexed' }));
  expect(cluster.access.list(PODS, 'default').map((pod) => pod.metadata.annotations)).toEqual([
    { 'batch.kubernetes.io/job-completion-index': '0' },
    { 'batch.kubernetes.io/job-completion-index': '1' },
  ]);
  cluster.pass(3000);
  expect(cluster.status(JOBS, 'indexed')).toMatchObject({ succeeded: 3, completedIndexes: '0-2' });
});

test('without a number of completions the first success ends a Job', () => {
  const cluster = workloadCluster();
  const { completions: _, ...spec } = job('queue', { parallelism: 3 }).spec;
  cluster.apply({ ...job('queue'), spec });
  cluster.pass(2000);
  expect(cluster.status(JOBS, 'queue')).toMatchObject({ succeeded: 3, completionTime: at(1) });
});

test('a finished Job goes after its time to live', () => {
  const cluster = workloadCluster();
  cluster.apply(job('brief', { ttlSecondsAfterFinished: 10 }));
  cluster.pass(10_000);
  expect(cluster.access.get(JOBS, 'default', 'brief')).toBeDefined();
  cluster.pass(2000);
  expect(cluster.access.get(JOBS, 'default', 'brief')).toBeUndefined();
  expect(cluster.access.list(PODS, 'default')).toEqual([]);
});

test('pods of a deleted Job are not held by its finalizer', () => {
  const cluster = workloadCluster();
  cluster.apply(job('gone', {}, HANG));
  cluster.access.delete(JOBS, 'default', 'gone');
  cluster.pass(0);
  expect(cluster.access.list(PODS, 'default').flatMap((pod) => pod.metadata.finalizers ?? [])).toEqual([]);
});

test.each([
  ['', []],
  ['0', [0]],
  ['0,1', [0, 1]],
  ['0-2,4,7,8', [0, 1, 2, 4, 7, 8]],
])('indexes %j are written as Kubernetes does', (text, indexes) => {
  expect(formatIndexes(indexes)).toBe(text);
  expect(parseIndexes(text, 100)).toEqual(indexes);
});
