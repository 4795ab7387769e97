/** B7: self-heal: a managed ConfigMap deleted, a managed field changed, and the same application several times in a row. */
import { member } from '../../src/base/json-value.ts';
import type { KubeObject } from '../../src/kube/object/kube-object.ts';
import { CONFIG_MAPS, clocked, costOf, sleep } from '../clocked.ts';
import { appName, keyText, namespaceOf } from '../load.ts';
import { percentile, rounded, shown, sum } from '../measure.ts';
import type { Load, Measure, Row } from '../row.ts';
import type { World } from '../world.ts';

const TRIES = 20;
const IN_A_ROW = 4;
const PAUSE_MILLISECONDS = 300;
const CALLS = 4;

type Drift = 'deleted' | 'changed';

export async function b7(world: World, load: Load): Promise<Row> {
  const measures: Measure[] = [];
  const detail: Record<string, unknown> = {};
  for (const drift of ['deleted', 'changed'] as const) {
    const { value: times, cost } = await costOf(world, () => oneEach(world, load, drift));
    detail[drift] = { times: times.map((time) => rounded(time, 1)), calls: shown(cost.calls) };
    const calls = rounded(sum(cost.calls) / times.length);
    measures.push(
      { name: `${drift}: p50`, unit: 'ms', ours: rounded(percentile(times, 50), 1), goal: 50 },
      { name: `${drift}: p99`, unit: 'ms', ours: rounded(percentile(times, 99), 1), goal: 250 },
      { name: `${drift}: API calls`, unit: '', ours: calls, goal: CALLS, counter: true },
      { name: `${drift}: CPU`, unit: 's', ours: rounded(cost.cpu / times.length) },
    );
  }
  const row = await inARow(world);
  detail['same'] = row;
  measures.push({ name: 'same application, 4th time', unit: 'ms', ours: row.at(-1) ?? Number.NaN, goal: 250 });
  return { row: 'B7', measures, detail };
}

async function oneEach(world: World, load: Load, drift: Drift): Promise<number[]> {
  const times: number[] = [];
  for (let time = 0; time < Math.min(TRIES, load.apps); time += 1) {
    times.push(await heal(world, (drift === 'deleted' ? time : TRIES + time) % load.apps, drift));
    await sleep(PAUSE_MILLISECONDS);
  }
  return times;
}

async function inARow(world: World): Promise<number[]> {
  const times: number[] = [];
  for (let time = 0; time < IN_A_ROW; time += 1) times.push(rounded(await heal(world, 1, 'deleted'), 1));
  return times;
}

/** Milliseconds from the request that breaks the object until a watch shows the right content again. */
async function heal(world: World, index: number, drift: Drift): Promise<number> {
  const map = drift === 'deleted' ? 2 : 3;
  const [name, namespace] = [`${appName(index)}-cm-${map}`, namespaceOf(index)];
  const address = { type: CONFIG_MAPS, namespace, name };
  const wanted = keyText(appName(index), map, 1);
  let broken = false;
  const isThere = (object: KubeObject, event: string): boolean => {
    if (object.metadata.name !== name) return false;
    const isRight = event !== 'DELETED' && member(object['data'], 'key-1') === wanted;
    broken ||= !isRight;
    return broken && isRight;
  };
  return clocked(world, { type: CONFIG_MAPS, namespace, isThere }, () =>
    drift === 'deleted'
      ? world.kube.delete(address)
      : world.kube.patch(address, 'merge', JSON.stringify({ data: { 'key-1': 'drifted' } })),
  );
}
