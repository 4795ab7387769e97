import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { differencesOf } from '../../testkit/conversation/differences.ts';
import { kubeliteTarget } from '../../testkit/conversation/kubelite-target.ts';
import { HAS_REAL_SERVER, type RealServer, startRealServer } from '../../testkit/conversation/real-server.ts';
import { serverTarget } from '../../testkit/conversation/server-target.ts';
import { randomStories, STORY_FAMILIES } from '../../testkit/workloads/random-stories.ts';
import { realStoryTarget } from '../../testkit/workloads/real-story-target.ts';
import { type StoryEnd, tellStory } from '../../testkit/workloads/tell-story.ts';

/** `TIPHYS_SEED` and `TIPHYS_STORIES` try others, and more of them for each family. */
const SEED = Number(process.env['TIPHYS_SEED'] ?? 100);
const STORIES = Number(process.env['TIPHYS_STORIES'] ?? 4);

/** What a real cluster tells or does not, as its controllers happen to meet. */
const CHANCE_EVENTS: ReadonlySet<string> = new Set([
  'PersistentVolumeClaim Normal ExternalProvisioning',
  'StatefulSet Warning FailedUpdate',
  'StatefulSet Normal SuccessfulUpdate',
]);

function withoutChance({ events, ...end }: StoryEnd): StoryEnd {
  return { ...end, events: events.filter((event) => !CHANCE_EVENTS.has(event)) };
}

describe.skipIf(!HAS_REAL_SERVER)('workloads in stories that chance writes, beside a real cluster', () => {
  let server: RealServer;
  let real: ReturnType<typeof serverTarget>;

  beforeAll(() => {
    server = startRealServer();
    real = serverTarget(server);
  }, 60_000);

  afterAll(() => {
    real?.close();
    server?.stop();
  });

  const cases = Object.keys(STORY_FAMILIES).flatMap((family) => randomStories(family, { seed: SEED, count: STORIES }));

  test.concurrent.each(cases)('$title', { timeout: 300_000 }, async (story) => {
    const target = kubeliteTarget();
    const [theirs, ours] = await Promise.allSettled([
      tellStory(realStoryTarget(real, story.namespace), story),
      tellStory(target, story),
    ]);
    await target.kubelite.close();
    // What one refuses, the other does.
    expect(ours.status).toBe(theirs.status);
    if (theirs.status !== 'fulfilled' || ours.status !== 'fulfilled') return;
    const lines = differencesOf(toJson(withoutChance(theirs.value)), toJson(withoutChance(ours.value)));
    expect({ steps: story.steps, lines }).toEqual({ steps: story.steps, lines: [] });
  });
});

function toJson(value: StoryEnd) {
  return JSON.parse(JSON.stringify(value));
}
