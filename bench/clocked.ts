/** One thing done on a world: how long until it was there, and what it cost until all was quiet. */
import type { KubeObject } from '../src/kube/object/kube-object.ts';
import type { ResourceType } from '../src/ports/kube.ts';
import { sum } from './measure.ts';
import type { World } from './world.ts';

export const APPLICATIONS: ResourceType = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'applications',
  namespaced: true,
};
export const CONFIG_MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };

const QUIET_MILLISECONDS = 500;
const WAIT_SECONDS = 900;

export interface Cost {
  readonly cpu: number;
  readonly apiCpu: number;
  readonly calls: ReadonlyMap<string, number>;
  readonly renders: number;
  readonly fetches: number;
  readonly refQuestions: number;
}

/** Runs the work, waits until no call came for a moment, and says what all of that cost. */
export async function costOf<T>(
  world: World,
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly cost: Cost }> {
  await quiet(world);
  const before = await counters(world);
  const cpu = world.cpu();
  const value = await work();
  const calls = await quiet(world);
  // Before the counters: making the page that they stand on is not what is measured.
  const cpuAfter = world.cpu();
  const after = await counters(world);
  const cost = {
    cpu: cpuAfter.product - cpu.product,
    apiCpu: cpuAfter.api - cpu.api,
    calls,
    renders: after.renders - before.renders,
    fetches: after.fetches - before.fetches,
    refQuestions: after.refQuestions - before.refQuestions,
  };
  return { value, cost };
}

async function counters(world: World) {
  return {
    renders: await world.metric('renders_total'),
    fetches: await world.metric('git_requests_total', 'kind="fetch"'),
    refQuestions: await world.metric('git_requests_total', 'kind="ls-refs"'),
  };
}

/** Waits until the product asks nothing for a while; answers what it asked since the last look. */
export async function quiet(world: World): Promise<ReadonlyMap<string, number>> {
  const calls = new Map<string, number>();
  for (;;) {
    const some = world.calls.take();
    for (const [key, value] of some) calls.set(key, (calls.get(key) ?? 0) + value);
    if (sum(some) === 0 && calls.size >= 0 && (await isStill(world, calls))) return calls;
  }
}

async function isStill(world: World, calls: Map<string, number>): Promise<boolean> {
  await sleep(QUIET_MILLISECONDS);
  const more = world.calls.take();
  for (const [key, value] of more) calls.set(key, (calls.get(key) ?? 0) + value);
  return sum(more) === 0;
}

export interface Watched {
  readonly type: ResourceType;
  readonly namespace: string;
  /** Told of each object as it stands there from now on; true ends the wait. */
  readonly isThere: (object: KubeObject, event: 'ADDED' | 'MODIFIED' | 'DELETED') => boolean;
}

/** Begins to watch; `begin` is called when the watch stands. Answers the milliseconds from its call to the end of the wait. */
export async function clocked(world: World, watched: Watched, begin: () => Promise<unknown>): Promise<number> {
  const { type, namespace, isThere } = watched;
  const { resourceVersion } = await world.kube.list(type, { namespace, limit: 1 });
  const ending = AbortSignal.timeout(WAIT_SECONDS * 1000);
  const events = world.kube.watch(type, { namespace, resourceVersion, signal: ending });
  const seen = (async () => {
    for await (const event of events) {
      if (event.type !== 'BOOKMARK' && isThere(event.object, event.type)) return performance.now();
    }
    throw new Error(`nothing came of ${type.plural} within ${WAIT_SECONDS} s`);
  })();
  seen.catch(() => undefined);
  const started = performance.now();
  await begin();
  return (await seen) - started;
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Runs work on each item, a few at a time. */
export async function atOnce<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<unknown>,
): Promise<void> {
  const rest = items.values();
  const worker = async (): Promise<void> => {
    for (const item of rest) await work(item);
  };
  await Promise.all(Array.from({ length: limit }, worker));
}
