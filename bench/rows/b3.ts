/** B3: a push that changes one file of one application among N, told by a webhook. No annotation helps. */
import { memberAt, textAt } from '../../src/base/json-value.ts';
import type { KubeObject } from '../../src/kube/object/kube-object.ts';
import { APPLICATIONS, CONFIG_MAPS, clocked, costOf } from '../clocked.ts';
import { appName, changeFile, keyText, manifestsOf, namespaceOf } from '../load.ts';
import { percentile, rounded, shown, sum } from '../measure.ts';
import type { Load, Row } from '../row.ts';
import type { World } from '../world.ts';
import { isSynced } from './b1.ts';

const TRIES = 4;
/** Applications between two that are changed. */
const STEP = 7;

export async function b3(world: World, load: Load): Promise<Row> {
  const tries: Awaited<ReturnType<typeof push>>[] = [];
  for (let time = 0; time < TRIES; time += 1) tries.push(await push(world, load, time));
  const worst = (pick: (one: (typeof tries)[number]) => number): number => Math.max(...tries.map(pick));
  const median = (pick: (one: (typeof tries)[number]) => number): number => percentile(tries.map(pick), 50);
  return {
    row: 'B3',
    measures: [
      {
        name: 'push to synced',
        unit: 'ms',
        ours: rounded(
          median((it) => it.synced),
          0,
        ),
        goal: 100,
      },
      {
        name: 'push to live object',
        unit: 'ms',
        ours: rounded(
          median((it) => it.live),
          0,
        ),
      },
      { name: 'CPU', unit: 's', ours: rounded(median((it) => it.cpu)), goal: 0.05 },
      { name: 'API calls', unit: '', ours: worst((it) => it.calls), goal: 5, counter: true },
      { name: 'renders', unit: '', ours: worst((it) => it.renders), goal: 1, counter: true },
      { name: 'fetches', unit: '', ours: worst((it) => it.fetches), goal: 1, counter: true },
    ],
    detail: { tries },
  };
}

async function push(world: World, load: Load, time: number) {
  const index = (Math.floor(load.apps / 2) + time * STEP) % load.apps;
  const name = appName(index);
  const wanted = `pushed for the ${time}th time`;
  const text = (manifestsOf(name)['cm-1.yaml'] ?? '').replace(keyText(name, 1, 0), wanted);
  await changeFile(load.folder, `apps/${name}/cm-1.yaml`, text);
  const isThere = ({ metadata, data }: KubeObject & { readonly data?: unknown }) =>
    metadata.name === `${name}-cm-1` && memberAt(data as never, 'key-0') === wanted;
  const isDone = await syncedAnew(world, name);
  const { value, cost } = await costOf(world, async () => {
    const started = performance.now();
    const live = clocked(world, { type: CONFIG_MAPS, namespace: namespaceOf(index), isThere }, async () => undefined);
    let told = started;
    const synced = await clocked(world, { type: APPLICATIONS, namespace: 'argocd', isThere: isDone }, () => {
      told = performance.now();
      return world.notice(load.repository);
    });
    return { synced, live: (await live) - (told - started) };
  });
  const { cpu, renders, fetches, refQuestions } = cost;
  return {
    ...{ synced: rounded(value.synced, 1), live: rounded(value.live, 1), cpu: rounded(cpu) },
    ...{ calls: sum(cost.calls), renders, fetches, refQuestions, called: shown(cost.calls) },
  };
}

/** Whether an Application is synced to another commit than it was when this was asked. */
export async function syncedAnew(world: World, name: string): Promise<(object: KubeObject) => boolean> {
  const before = textAt(await applicationOf(world, name), 'status', 'sync', 'revision');
  return (object) =>
    object.metadata.name === name &&
    isSynced(object) &&
    textAt(object, 'status', 'sync', 'revision') !== before &&
    textAt(object, 'status', 'operationState', 'syncResult', 'revision') ===
      textAt(object, 'status', 'sync', 'revision');
}

function applicationOf(world: World, name: string): Promise<KubeObject | undefined> {
  return world.kube.get({ type: APPLICATIONS, namespace: 'argocd', name });
}
