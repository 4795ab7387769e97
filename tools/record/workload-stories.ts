/**
 * Tells the stories of workloads to a real cluster, which it starts, all at once, and keeps how they went.
 *
 * usage: node bin/node.mjs tools/record/workload-stories.ts
 */
import { writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '../../src/kube/object/kube-object.ts';
import { startRealServer } from '../../src/testkit/conversation/real-server.ts';
import { serverTarget } from '../../src/testkit/conversation/server-target.ts';
import { readStories } from '../../src/testkit/workloads/parse-stories.ts';
import { type StoryEnd, tellStory } from '../../src/testkit/workloads/tell-story.ts';

const FOLDER = new URL('../../src/kubelite/controllers/testdata/', import.meta.url);

const AT_ONCE = 6;
/** The cluster had its time when nothing was written for so long; what changes forever has ended by then, too. */
const STILL = 1500;
const PATIENCE = 12_000;

const server = startRealServer();
const target = serverTarget(server);
try {
  const stories = readStories(new URL('stories.yaml', FOLDER));
  const ends: (readonly [string, StoryEnd])[] = [];
  const waiting = [...stories];
  const teller = async (): Promise<void> => {
    for (let story = waiting.shift(); story; story = waiting.shift()) {
      const { namespace } = story;
      ends.push([story.title, await tellStory({ ...target, pass: (time) => pass(namespace, time) }, story)]);
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

async function pass(namespace: string, milliseconds: number): Promise<void> {
  await sleep(milliseconds);
  let [last, since] = ['', Date.now()];
  for (const end = Date.now() + PATIENCE; Date.now() < end && Date.now() - since < STILL; await sleep(300)) {
    const now = await versions(namespace);
    if (now !== last) [last, since] = [now, Date.now()];
  }
}

/** Changes with every write of a workload. */
async function versions(namespace: string): Promise<string> {
  const places = ['/apis/apps/v1 deployments', '/apis/apps/v1 replicasets', '/api/v1 pods', '/apis/batch/v1 jobs'];
  const texts = places.map(async (place) => {
    const [root, plural] = place.split(' ');
    const url = `${root}/namespaces/${namespace}/${plural}`;
    const { body } = await target.send({ method: 'GET', url, headers: {}, body: Buffer.from('') });
    const { items = [] } = JSON.parse(body.toString()) as { readonly items?: readonly KubeObject[] };
    return items.map(({ metadata }) => `${metadata.uid} ${metadata.resourceVersion}`).join();
  });
  return (await Promise.all(texts)).join();
}
