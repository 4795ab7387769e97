import { expect, test } from 'vitest';
import { isList, type Json, memberAt } from '../base/json-value.ts';
import { FakeClock } from '../testkit/fake-clock.ts';
import { ADMIN, createKubelite } from './index.ts';

const JOBS = '/apis/batch/v1/namespaces/default/jobs';
const HOUR = 3_600_000;

test('a clock that the test moves plays a day of a CronJob in one step', async () => {
  const clock = new FakeClock();
  const kubelite = createKubelite({ clock, controllers: true });
  const authorization = [`Bearer ${kubelite.issueToken(ADMIN)}`];
  const ask = (method: string, url: string, body: Json = ''): Json => {
    const headers = { authorization, 'content-type': ['application/json'] };
    const answer = kubelite.handle({ method, url, headers, body: Buffer.from(JSON.stringify(body)) });
    return answer.kind === 'full' ? (JSON.parse(answer.body.toString()) as Json) : null;
  };
  clock.advanceSync(1000);
  ask('POST', '/apis/batch/v1/namespaces/default/cronjobs', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'six-hourly' },
    spec: {
      schedule: '0 */6 * * *',
      successfulJobsHistoryLimit: 10,
      jobTemplate: {
        spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } } },
      },
    },
  });
  clock.advanceSync(24 * HOUR);
  const jobs = memberAt(ask('GET', JOBS), 'items');
  const states = (isList(jobs) ? jobs : []).map((job) => memberAt(job, 'status', 'succeeded'));
  expect(states).toEqual([1, 1, 1, 1]);
  await kubelite.close();
});
