/** A real cluster that stories are told to: time passes until nothing is written any more. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { TalkTarget } from '../conversation/talk.ts';
import type { StoryTarget } from './tell-story.ts';

/** The cluster had its time when nothing was written for so long; what changes forever has ended by then, too. */
const STILL = 1500;
const PATIENCE = 12_000;
const WATCHED = ['/apis/apps/v1 deployments', '/apis/apps/v1 replicasets', '/api/v1 pods', '/apis/batch/v1 jobs'];

/** For the story that is told in that namespace. */
export function realStoryTarget(target: TalkTarget, namespace: string): StoryTarget {
  return { send: target.send, watch: target.watch, pass: (milliseconds) => pass(target, namespace, milliseconds) };
}

async function pass(target: TalkTarget, namespace: string, milliseconds: number): Promise<void> {
  await sleep(milliseconds);
  let [last, since] = ['', Date.now()];
  for (const end = Date.now() + PATIENCE; Date.now() < end && Date.now() - since < STILL; await sleep(300)) {
    const now = await versions(target, namespace);
    if (now !== last) [last, since] = [now, Date.now()];
  }
}

/** Changes with every write of a workload. */
async function versions(target: TalkTarget, namespace: string): Promise<string> {
  const texts = WATCHED.map(async (place) => {
    const [root, plural] = place.split(' ');
    const url = `${root}/namespaces/${namespace}/${plural}`;
    const { body } = await target.send({ method: 'GET', url, headers: {}, body: Buffer.from('') });
    const { items = [] } = JSON.parse(body.toString()) as { readonly items?: readonly KubeObject[] };
    return items.map(({ metadata }) => `${metadata.uid} ${metadata.resourceVersion}`).join();
  });
  return (await Promise.all(texts)).join();
}
