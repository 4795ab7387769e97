/** B1: first sync of N applications of ten objects from one repository, the cluster already watched; beside the bare creates. */
import { textAt } from '../../src/base/json-value.ts';
import type { KubeObject } from '../../src/kube/object/kube-object.ts';
import { readYaml } from '../../src/lang/yaml/read.ts';
import { APPLICATIONS, atOnce, clocked, costOf, sleep } from '../clocked.ts';
import { application, appName, manifestsOf, namespaceOf } from '../load.ts';
import { rounded, shown, sum } from '../measure.ts';
import type { Load, Row } from '../row.ts';
import type { World } from '../world.ts';

const OBJECTS = 10;
const AT_ONCE = 8;
const CALLS_PER_OBJECT = 1.5;
const CPU_PER_APPLICATION = 0.02;
const TIMES_THE_FLOOR = 1.3;

export async function b1(world: World, load: Load): Promise<Row> {
  await warmUp(world, load);
  const floor = await bareCreates(world, load);
  const { value, cost } = await costOf(world, () => firstSync(world, load));
  const calls = sum(cost.calls) / (load.apps * OBJECTS);
  return {
    row: 'B1',
    measures: [
      { name: 'wall-clock', unit: 's', ours: rounded(value / 1000), goal: rounded(TIMES_THE_FLOOR * floor.seconds) },
      { name: 'floor of the same objects', unit: 's', ours: rounded(floor.seconds) },
      { name: 'CPU per application', unit: 's', ours: rounded(cost.cpu / load.apps, 4), goal: CPU_PER_APPLICATION },
      { name: 'CPU of the API', unit: 's', ours: rounded(cost.apiCpu) },
      { name: 'API calls per object', unit: '', ours: rounded(calls), goal: CALLS_PER_OBJECT, counter: true },
      { name: 'renders', unit: '', ours: cost.renders, goal: load.apps, counter: true },
      {
        name: 'fetches',
        unit: '',
        ours: await world.metric('git_requests_total', 'kind="fetch"'),
        goal: 1,
        counter: true,
      },
    ],
    detail: {
      apps: load.apps,
      calls: shown(cost.calls),
      refQuestions: cost.refQuestions,
      floorApiCpu: rounded(floor.apiCpu),
      megabytes: world.memory(),
    },
  };
}

/** One application that is not synced makes the product watch the cluster. The one fetch of the repository is its. */
async function warmUp(world: World, load: Load): Promise<void> {
  const { spec, ...rest } = application(0, load.repository);
  const warm = {
    ...rest,
    metadata: { name: 'warm', namespace: 'argocd' },
    spec: { ...(spec as object), syncPolicy: {} },
  };
  const compared = (object: KubeObject) => textAt(object, 'status', 'sync', 'status') === 'OutOfSync';
  const watched = { type: APPLICATIONS, namespace: 'argocd', isThere: compared };
  await clocked(world, watched, () => world.kube.create(APPLICATIONS, warm));
  await world.kube.delete({ type: APPLICATIONS, namespace: 'argocd', name: 'warm' });
}

async function firstSync(world: World, { apps, repository }: Load): Promise<number> {
  const done = new Set<string>();
  const isThere = (object: KubeObject): boolean => {
    if (isSynced(object)) done.add(object.metadata.name ?? '');
    return done.size >= apps;
  };
  return clocked(world, { type: APPLICATIONS, namespace: 'argocd', isThere }, () =>
    atOnce(indexes(apps), AT_ONCE, (index) => world.kube.create(APPLICATIONS, application(index, repository))),
  );
}

/** Synced, healthy, and its operation succeeded. */
export function isSynced({ status }: KubeObject): boolean {
  return (
    textAt(status, 'sync', 'status') === 'Synced' &&
    textAt(status, 'health', 'status') === 'Healthy' &&
    textAt(status, 'operationState', 'phase') === 'Succeeded'
  );
}

/** The same objects straight to the API, in namespaces of their own, which are deleted again. */
async function bareCreates(world: World, { apps }: Load) {
  const namespaces = [...new Set(indexes(apps).map((index) => `floor-${namespaceOf(index)}`))];
  await makeNamespaces(world, namespaces);
  const objects = indexes(apps).flatMap((index) => objectsOf(index));
  const { value, cost } = await costOf(world, async () => {
    const started = performance.now();
    await atOnce(objects, AT_ONCE, (object) => world.kube.create(typeOf(object), object));
    return (performance.now() - started) / 1000;
  });
  await atOnce(namespaces, AT_ONCE, (name) => removeNamespace(world, name));
  return { seconds: value, apiCpu: cost.apiCpu };
}

function objectsOf(index: number): KubeObject[] {
  const namespace = `floor-${namespaceOf(index)}`;
  return Object.values(manifestsOf(appName(index))).map((text) => {
    const object = readYaml(text) as unknown as KubeObject;
    return { ...object, metadata: { ...object.metadata, namespace } };
  });
}

const NAMESPACES = { group: '', version: 'v1', plural: 'namespaces', namespaced: false };

export function makeNamespaces(world: World, names: readonly string[]): Promise<void> {
  return atOnce(names, AT_ONCE, (name) =>
    world.kube.create(NAMESPACES, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }),
  );
}

async function removeNamespace(world: World, name: string): Promise<void> {
  const address = { type: NAMESPACES, namespace: '', name };
  await world.kube.delete(address);
  while ((await world.kube.get(address)) !== undefined) await sleep(100);
}

function typeOf({ kind, apiVersion }: KubeObject) {
  const [version = '', group = ''] = apiVersion.split('/').reverse();
  return { group, version, plural: `${kind.toLowerCase()}s`, namespaced: true };
}

export function indexes(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
