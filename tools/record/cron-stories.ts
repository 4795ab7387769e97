/**
 * Tells the stories of CronJobs to a real cluster, which it starts, and keeps how they went. Takes five minutes.
 *
 * usage: node bin/node.mjs tools/record/cron-stories.ts
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { startRealServer } from '../../src/testkit/conversation/real-server.ts';
import { serverTarget } from '../../src/testkit/conversation/server-target.ts';
import { CRON_STORIES, normalCronEnd } from '../../src/testkit/workloads/cron-stories.ts';
import { realStoryTarget } from '../../src/testkit/workloads/real-story-target.ts';
import { tellStory } from '../../src/testkit/workloads/tell-story.ts';

const FILE = new URL('../../src/kubelite/controllers/testdata/cron-stories.json', import.meta.url);
const MINUTE = 60_000;

const server = startRealServer();
const target = serverTarget(server);
try {
  await sleep(MINUTE - (Date.now() % MINUTE) + 1000);
  const ends = CRON_STORIES.map(async (story) => {
    const end = normalCronEnd(await tellStory(realStoryTarget(target, story.namespace), story));
    return `${JSON.stringify(story.title)}: ${JSON.stringify(end)}`;
  });
  writeFileSync(FILE, `{${(await Promise.all(ends)).join(',\n')}}\n`);
} finally {
  target.close();
  server.stop();
}
