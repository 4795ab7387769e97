import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kubeliteTarget } from '../../../testkit/conversation/kubelite-target.ts';
import { CRON_STORIES, normalCronEnd } from '../../../testkit/workloads/cron-stories.ts';
import { type StoryEnd, tellStory } from '../../../testkit/workloads/tell-story.ts';

const RECORDED = new URL('../testdata/cron-stories.json', import.meta.url);
const ENDS = JSON.parse(readFileSync(RECORDED, 'utf8')) as Readonly<Record<string, StoryEnd>>;

test.each(CRON_STORIES.map((story) => [story.title, story] as const))(
  'a CronJob (%s) goes as on a real cluster',
  async (title, story) => {
    const target = kubeliteTarget();
    const end = await tellStory(target, story);
    await target.kubelite.close();
    expect(normalCronEnd(end)).toEqual(ENDS[title]);
  },
);
