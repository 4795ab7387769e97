import { expect, test } from 'vitest';
import type { JsonObject } from '../../../base/json-value.ts';
import { workloadCluster } from '../../../testkit/workload-cluster.ts';
import { CRON_JOBS, JOBS } from '../resources.ts';
import type { CronJob } from './cron-job-controller.ts';

function cronJob(spec: JsonObject = {}, simulate = 'none'): CronJob {
  const template = {
    metadata: { labels: { 'batch.kubernetes.io/job-name': 'x' }, annotations: { 'a/simulate': simulate } },
    spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'a' }] },
  };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'tick' },
    spec: {
      schedule: '* * * * *',
      jobTemplate: { metadata: { labels: { l: 'x' } }, spec: { completions: 1, template } },
      ...spec,
    },
  } as CronJob;
}

const jobs = (cluster: ReturnType<typeof workloadCluster>) =>
  cluster.access.list(JOBS, 'default').map((job) => job.metadata.name);

/** Minutes since 1970 at the start of the fake clock. */
const START = Date.UTC(2026, 0, 1) / 60_000;

test('a Job starts each minute, and three finished ones are kept', () => {
  const cluster = workloadCluster();
  cluster.apply(cronJob());
  expect(jobs(cluster)).toEqual([]);
  cluster.pass(60_000);
  expect(jobs(cluster)).toEqual([`tick-${START + 1}`]);
  const job = cluster.access.list(JOBS, 'default')[0];
  expect(job?.metadata).toMatchObject({
    labels: { l: 'x' },
    annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-01-01T00:01:00Z' },
    ownerReferences: [{ kind: 'CronJob', name: 'tick' }],
  });
  expect(cluster.status(CRON_JOBS, 'tick')).toEqual({
    active: [
      {
        kind: 'Job',
        namespace: 'default',
        name: `tick-${START + 1}`,
        uid: job?.metadata.uid,
        apiVersion: 'batch/v1',
        resourceVersion: expect.stringMatching(/^\d+$/),
      },
    ],
    lastScheduleTime: '2026-01-01T00:01:00Z',
  });
  cluster.pass(5 * 60_000 - 1);
  expect(jobs(cluster)).toEqual([3, 4, 5].map((minute) => `tick-${START + minute}`));
  expect(cluster.status(CRON_JOBS, 'tick')).toEqual({
    lastScheduleTime: '2026-01-01T00:05:00Z',
    lastSuccessfulTime: '2026-01-01T00:05:01Z',
  });
  expect(cluster.failures).toEqual([]);
});

test('Forbid waits for the running Job, Replace ends it', () => {
  const waiting = workloadCluster();
  waiting.apply(cronJob({ concurrencyPolicy: 'Forbid' }, 'hang'));
  waiting.pass(180_000);
  expect(jobs(waiting)).toEqual([`tick-${START + 1}`]);
  const replacing = workloadCluster();
  replacing.apply(cronJob({ concurrencyPolicy: 'Replace' }, 'hang'));
  replacing.pass(180_000);
  expect(jobs(replacing)).toEqual([`tick-${START + 3}`]);
});

test('a suspended one starts nothing; what is too late is skipped', () => {
  const cluster = workloadCluster();
  const made = cluster.apply(cronJob({ suspend: true, schedule: '0 0 * * *', startingDeadlineSeconds: 60 }));
  cluster.pass(25 * 3_600_000);
  expect(jobs(cluster)).toEqual([]);
  const now = cluster.access.get(CRON_JOBS, 'default', 'tick') ?? made;
  cluster.access.update({ ...now, spec: { ...(now as CronJob).spec, suspend: false } });
  cluster.pass(1000);
  expect(jobs(cluster)).toEqual([]);
});
