/** B15: a storm of changes of what descends from managed objects (fault row F31): 5,000 within ten seconds over all applications. */
import type { KubeObject } from '../../src/kube/object/kube-object.ts';
import { CONFIG_MAPS, costOf, sleep } from '../clocked.ts';
import { appName, namespaceOf } from '../load.ts';
import { percentile, rounded, shown } from '../measure.ts';
import type { Load, Row } from '../row.ts';
import type { World } from '../world.ts';
import { indexes } from './b1.ts';

const EVENTS = 5_000;
const SECONDS = 10;
/** Changes that are sent at once, and then a pause. */
const AT_ONCE = 50;

export async function b15(world: World, load: Load): Promise<Row> {
  for (const index of indexes(load.apps)) await addChild(world, index);
  await sleep(2_000);
  const looksBefore = await world.metric('app_passes_total');
  const memoryBefore = world.memory();
  const times = world.answerTimes();
  let ended = 0;
  const { value, cost } = await costOf(world, async () => {
    const took = await storm(world, load.apps);
    ended = performance.now();
    return took;
  });
  const settled = (performance.now() - ended) / 1000;
  const answers = await times();
  const looks = (await world.metric('app_passes_total')) - looksBefore;
  return {
    row: 'B15',
    measures: [
      {
        name: 'looks per application and second',
        unit: '',
        ours: rounded(looks / load.apps / value),
        // One a second, and the first at once.
        goal: rounded(1 + 1 / value),
        counter: true,
      },
      { name: 'answers meanwhile, p99', unit: 'ms', ours: rounded(percentile(answers, 99), 0), goal: 100 },
      { name: 'memory more', unit: 'MB', ours: world.memory() - memoryBefore, goal: 100 },
      { name: 'settled after', unit: 's', ours: rounded(settled, 1), goal: 60 },
      { name: 'CPU', unit: 's', ours: rounded(cost.cpu) },
    ],
    detail: { apps: load.apps, events: EVENTS, seconds: rounded(value, 1), looks, calls: shown(cost.calls) },
  };
}

/** An object that descends from the first ConfigMap of an application. */
async function addChild(world: World, index: number): Promise<void> {
  const [name, namespace] = [appName(index), namespaceOf(index)];
  const owner = await world.kube.get({ type: CONFIG_MAPS, namespace, name: `${name}-cm-1` });
  const uid = owner?.metadata.uid ?? '';
  const ownerReferences = [{ apiVersion: 'v1', kind: 'ConfigMap', name: `${name}-cm-1`, uid }];
  const child: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `${name}-child`, namespace, ownerReferences },
  };
  await world.kube.create(CONFIG_MAPS, child);
}

/** Seconds that it took: at least as many as it is to last. */
async function storm(world: World, apps: number): Promise<number> {
  const started = performance.now();
  for (let event = 0; event < EVENTS; event += AT_ONCE) {
    const some = Array.from({ length: AT_ONCE }, (_, at) => event + at);
    await Promise.all(
      some.map((number) => {
        const index = number % apps;
        const address = { type: CONFIG_MAPS, namespace: namespaceOf(index), name: `${appName(index)}-child` };
        return world.kube.patch(address, 'merge', JSON.stringify({ data: { event: String(number) } }));
      }),
    );
    const due = started + ((event + AT_ONCE) / EVENTS) * SECONDS * 1000;
    await sleep(Math.max(0, due - performance.now()));
  }
  return (performance.now() - started) / 1000;
}
