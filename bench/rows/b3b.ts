/**
 * B3b: two branches of one repository pushed at once, each with a change to one Application among the half of N that follows
 * it. Neither waits for the other: both are synced in the time of one push.
 */
import { APPLICATIONS, atOnce, clocked, costOf, quiet } from '../clocked.ts';
import { appName, keyText, makeBranch, manifestsOf, pushAtOnce } from '../load.ts';
import { percentile, rounded, shown, sum } from '../measure.ts';
import type { Load, Row } from '../row.ts';
import type { World } from '../world.ts';
import { indexes } from './b1.ts';
import { syncedAnew } from './b3.ts';

const TRIES = 4;
const STEP = 14;
const BRANCHES = ['main', 'second'] as const;

export async function b3b(world: World, load: Load): Promise<Row> {
  await follow(world, load, 'second');
  const tries: Awaited<ReturnType<typeof push>>[] = [];
  for (let time = 0; time < TRIES; time += 1) tries.push(await push(world, load, time));
  await follow(world, load, 'main');
  const worst = (pick: (one: (typeof tries)[number]) => number): number => Math.max(...tries.map(pick));
  const median = (pick: (one: (typeof tries)[number]) => number): number => percentile(tries.map(pick), 50);
  const time = (name: string, pick: (one: (typeof tries)[number]) => number) => {
    return { name, unit: 'ms', ours: rounded(median(pick), 0), goal: 100 };
  };
  return {
    row: 'B3b',
    measures: [
      time('pushes to the first synced', (it) => Math.min(...it.synced)),
      time('pushes to both synced', (it) => Math.max(...it.synced)),
      { name: 'CPU', unit: 's', ours: rounded(median((it) => it.cpu)), goal: 0.1 },
      { name: 'API calls', unit: '', ours: worst((it) => it.calls), goal: 10, counter: true },
      { name: 'renders', unit: '', ours: worst((it) => it.renders), goal: 2, counter: true },
      { name: 'fetches', unit: '', ours: worst((it) => it.fetches), goal: 2, counter: true },
    ],
    detail: { tries },
  };
}

/** Every second Application follows this branch from now on; the branch is where `main` is. */
async function follow(world: World, load: Load, targetRevision: string): Promise<void> {
  if (targetRevision !== 'main') await makeBranch(load.folder, targetRevision);
  const patch = JSON.stringify({ spec: { source: { targetRevision } } });
  const odd = indexes(load.apps).filter((index) => index % 2 === 1);
  await atOnce(odd, 8, (index) =>
    world.kube.patch({ type: APPLICATIONS, namespace: 'argocd', name: appName(index) }, 'merge', patch),
  );
  await quiet(world);
}

async function push(world: World, load: Load, time: number) {
  const even = (2 * Math.floor(load.apps / 4) + time * STEP) % load.apps;
  const changes = BRANCHES.map((branch, at) => {
    const name = appName((even + at) % load.apps);
    const wanted = `pushed for the ${time}th time to ${branch}`;
    const text = (manifestsOf(name)['cm-2.yaml'] ?? '').replace(keyText(name, 2, 0), wanted);
    return { branch, name, path: `apps/${name}/cm-2.yaml`, text };
  });
  await pushAtOnce(load.folder, changes);
  const { value, cost } = await costOf(world, async () => {
    const standing = changes.map(async ({ name }) => {
      const isThere = await syncedAnew(world, name);
      const watching = Promise.withResolvers<void>();
      const told = Promise.withResolvers<void>();
      const synced = clocked(world, { type: APPLICATIONS, namespace: 'argocd', isThere }, () => {
        watching.resolve();
        return told.promise;
      });
      await watching.promise;
      return { begin: told.resolve, synced };
    });
    const both = await Promise.all(standing);
    const started = performance.now();
    const ends = both.map(async ({ synced }) => {
      await synced;
      return performance.now() - started;
    });
    for (const { begin } of both) begin();
    await Promise.all(BRANCHES.map((branch) => world.notice(load.repository, branch)));
    return await Promise.all(ends);
  });
  const { cpu, renders, fetches, refQuestions } = cost;
  const synced = value.map((milliseconds) => rounded(milliseconds, 1));
  return {
    synced,
    cpu: rounded(cpu),
    calls: sum(cost.calls),
    renders,
    fetches,
    refQuestions,
    called: shown(cost.calls),
  };
}
