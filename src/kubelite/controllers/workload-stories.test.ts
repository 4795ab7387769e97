import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { kubeliteTarget } from '../../testkit/conversation/kubelite-target.ts';
import { readStories } from '../../testkit/workloads/parse-stories.ts';
import { type StoryEnd, tellStory } from '../../testkit/workloads/tell-story.ts';

const TESTDATA = new URL('testdata/', import.meta.url);
const ENDS = JSON.parse(readFileSync(new URL('stories.json', TESTDATA), 'utf8')) as Readonly<Record<string, StoryEnd>>;

test.each(readStories(new URL('stories.yaml', TESTDATA)).map((story) => [story.title, story] as const))(
  '%s, as on a real cluster',
  async (title, story) => {
    const target = kubeliteTarget();
    const end = await tellStory(target, story);
    await target.kubelite.close();
    expect(end).toEqual(ENDS[title]);
  },
);
