/**
 * Tells the stories of workloads to a real cluster, which it starts, all at once, and keeps how they went.
 *
 * usage: node bin/node.mjs tools/record/workload-stories.ts
 */
import { writeFileSync } from 'node:fs';
import { startRealServer } from '../../src/testkit/conversation/real-server.ts';
import { serverTarget } from '../../src/testkit/conversation/server-target.ts';
import { readStories } from '../../src/testkit/workloads/parse-stories.ts';
import { realStoryTarget } from '../../src/testkit/workloads/real-story-target.ts';
import { type StoryEnd, tellStory } from '../../src/testkit/workloads/tell-story.ts';

const FOLDER = new URL('../../src/kubelite/controllers/testdata/', import.meta.url);

const AT_ONCE = 6;
const server = startRealServer();
const target = serverTarget(server);
try {
  const stories = readStories(new URL('stories.yaml', FOLDER));
  const ends: (readonly [string, StoryEnd])[] = [];
  const waiting = [...stories];
  const teller = async (): Promise<void> => {
    for (let story = waiting.shift(); story; story = waiting.shift()) {
      ends.push([story.title, await tellStory(realStoryTarget(target, story.namespace), story)]);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, teller));
  ends.sort(([one], [other]) => (one < other ? -1 : 1));
  const parts = ends.map(([title, end]) => `${JSON.stringify(title)}: ${JSON.stringify(end)}`);
  writeFileSync(new URL('stories.json', FOLDER), `{${parts.join(',\n')}}\n`);
} finally {
  target.close();
  server.stop();
}
