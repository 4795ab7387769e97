/** B8: one Application of many ConfigMaps: its first sync beside the bare creates, then a change of one live object. */
import type { KubeObject } from '../../src/kube/object/kube-object.ts';
import { readYaml } from '../../src/lang/yaml/read.ts';
import { atOnce, CONFIG_MAPS, costOf } from '../clocked.ts';
import { largeMaps } from '../load.ts';
import { rounded, shown, sum } from '../measure.ts';
import type { Load, Measure, Row } from '../row.ts';
import type { World } from '../world.ts';
import { makeNamespaces } from './b1.ts';
import { create, sizeOf, sync, until } from './one-application.ts';

const AT_ONCE = 8;
const TIMES_THE_FLOOR = 1.3;
const CALLS_PER_OBJECT = 1.5;
/** What etcd takes, less what a request has around it. */
const LARGEST = 1_500_000;
/** A change of one object is compared with that in the smallest. */
const SMALLEST = 10;
const TRIES = 5;

export async function b8(world: World, load: Load): Promise<Row> {
  const measures: Measure[] = [];
  const detail: Record<string, unknown> = {};
  for (const size of [SMALLEST, ...load.sizes]) {
    const found = await oneSize(world, load, size);
    detail[String(size)] = found.detail;
    if (size !== SMALLEST) measures.push(...found.measures);
    else measures.push({ name: `${size}: change of one, CPU`, unit: 'ms', ours: found.changeCpu });
  }
  return { row: 'B8', measures, detail };
}

async function oneSize(world: World, { special }: Load, size: number) {
  const name = `big-${size}`;
  const floor = await bareCreates(world, size);
  await create(world, { name, repository: special, path: name });
  const times = world.answerTimes();
  const { value, cost } = await costOf(world, () => sync(world, name));
  const held = Math.max(...(await times()));
  const bytes = await sizeOf(world, name);
  const change = await changes(world, name, size);
  const calls = sum(cost.calls) / size;
  const measures: Measure[] = [
    { name: `${size}: first sync`, unit: 's', ours: rounded(value / 1000), goal: rounded(TIMES_THE_FLOOR * floor) },
    { name: `${size}: floor of the same objects`, unit: 's', ours: rounded(floor) },
    { name: `${size}: CPU of an object`, unit: 'ms', ours: rounded((cost.cpu / size) * 1000) },
    { name: `${size}: API calls per object`, unit: '', ours: rounded(calls), goal: CALLS_PER_OBJECT, counter: true },
    { name: `${size}: Application`, unit: 'KB', ours: rounded(bytes / 1000, 0), goal: LARGEST / 1000, counter: true },
    { name: `${size}: slowest answer meanwhile`, unit: 'ms', ours: rounded(held, 0) },
    { name: `${size}: change of one, seen`, unit: 'ms', ours: change.seen },
    { name: `${size}: change of one, CPU`, unit: 'ms', ours: change.cpu },
  ];
  const apiCpu = rounded(cost.apiCpu);
  return {
    measures,
    changeCpu: change.cpu,
    detail: { calls: shown(cost.calls), cpu: rounded(cost.cpu), apiCpu, megabytes: world.memory(), change },
  };
}

/** The same objects straight to the API, in a namespace of their own. */
async function bareCreates(world: World, size: number): Promise<number> {
  const namespace = `floor-big-${size}`;
  await makeNamespaces(world, [namespace]);
  const objects = largeMaps(size, 0, size).map((text) => {
    const object = readYaml(text) as unknown as KubeObject;
    return { ...object, metadata: { ...object.metadata, namespace } };
  });
  const started = performance.now();
  await atOnce(objects, AT_ONCE, (object) => world.kube.create(CONFIG_MAPS, object));
  return (performance.now() - started) / 1000;
}

/** One live object is changed and put right again, a few times: the median time, and the CPU of both together halved. */
async function changes(world: World, name: string, size: number) {
  const address = { type: CONFIG_MAPS, namespace: name, name: `big-${size}-${Math.floor(size / 2)}-cm-1` };
  const write = (text: string) => world.kube.patch(address, 'merge', JSON.stringify({ data: { 'key-1': text } }));
  const right = (await world.kube.get(address))?.['data'] as { readonly 'key-1': string };
  const times: number[] = [];
  const { cost } = await costOf(world, async () => {
    for (let time = 0; time < TRIES; time += 1) {
      times.push(await until(world, { name, status: 'OutOfSync' }, () => write(`drift ${time}`)));
      await until(world, { name, status: 'Synced' }, () => write(right['key-1']));
    }
  });
  const seen = rounded(times.sort((a, b) => a - b)[Math.floor(TRIES / 2)] ?? Number.NaN, 0);
  return { seen, cpu: rounded((cost.cpu / TRIES / 2) * 1000, 1), calls: shown(cost.calls) };
}
