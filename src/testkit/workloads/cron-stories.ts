/** Stories of CronJobs, which take minutes on a real cluster: each begins just after a full minute. */
import type { JsonObject } from '../../base/json-value.ts';
import type { Story } from './parse-stories.ts';
import type { StoryEnd } from './tell-story.ts';

interface CronStory {
  readonly name: string;
  readonly spec?: JsonObject;
  readonly wish?: string;
  readonly seconds: number;
}

const STORIES: readonly CronStory[] = [
  { name: 'allow', wish: 'hang', seconds: 130 },
  { name: 'forbid', spec: { concurrencyPolicy: 'Forbid' }, wish: 'hang', seconds: 130 },
  { name: 'replace', spec: { concurrencyPolicy: 'Replace' }, wish: 'hang', seconds: 130 },
  { name: 'history', spec: { successfulJobsHistoryLimit: 1 }, seconds: 190 },
  { name: 'failures', spec: { failedJobsHistoryLimit: 0 }, wish: 'crash', seconds: 130 },
  { name: 'zero', spec: { successfulJobsHistoryLimit: 0 }, seconds: 70 },
  { name: 'zone', spec: { timeZone: 'Asia/Tokyo', startingDeadlineSeconds: 30 }, seconds: 70 },
  { name: 'every2', spec: { schedule: '*/2 * * * *' }, seconds: 130 },
];

export const CRON_STORIES: readonly Story[] = STORIES.map(({ name, spec, wish, seconds }) => {
  const annotations = wish === undefined ? {} : { 'x/simulate': wish };
  const containers = [{ name: 'c', image: 'x:1' }];
  const pod = { restartPolicy: 'Never', terminationGracePeriodSeconds: 0, containers };
  const jobTemplate = { spec: { template: { metadata: { annotations }, spec: pod }, backoffLimit: 0 } };
  const cronJob = { schedule: '* * * * *', jobTemplate, ...spec };
  return {
    title: name,
    namespace: `cron-${name}`,
    steps: [
      { create: { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'cj' }, spec: cronJob } },
      { wait: seconds },
    ],
  };
});

/** The end without minutes and versions, and without what is told when two controllers meet by chance. */
export function normalCronEnd({ ways, ends, events }: StoryEnd): StoryEnd {
  const told = events.filter((event) => event !== 'CronJob Normal MissingJob');
  const text = JSON.stringify({ ways, ends, events: told })
    .replaceAll(/cj-2\d{7}/g, 'cj-MINUTE')
    .replaceAll(/"resourceVersion":"\d+"/g, '"resourceVersion":"VERSION"')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d([+-]\d\d:\d\d)/g, 'TIME$1');
  return JSON.parse(text) as StoryEnd;
}
