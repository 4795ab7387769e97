/**
 * F31: thousands of changes within seconds, of what descends from managed objects and of these themselves. What they cost the
 * product's thread and memory is measured by row B15 of the benchmark.
 */
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import {
  application,
  configMap,
  gate,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';

const APPLICATIONS = 200;
const EVENTS = 5_000;
const SECONDS = 10;
/** Steps of a tenth of a second. */
const STEPS = SECONDS * 10;

let place: ReconcileEnvironment;
let controller: RunningController;

beforeEach(async () => {
  place = await reconcileEnvironment();
  controller = await place.startController();
});

afterEach(async () => {
  await controller.stop();
  await place.close();
});

const nameOf = (index: number) => `app-${index}`;
const repositoryOf = (index: number) => `https://git.test/${nameOf(index)}`;

/** Each Application has an object of its own, of which another one descends. */
async function manyApplications(): Promise<void> {
  for (let index = 0; index < APPLICATIONS; index += 1) {
    const name = nameOf(index);
    const source = { repoURL: repositoryOf(index), targetRevision: 'main', path: '.' };
    place.manifests.commit(repositoryOf(index), [gate(name, {}, { health: 'Healthy' })]);
    await place.apply(application({ source, syncPolicy: { automated: {} } }, { name }));
  }
  for (let turn = 0; turn < 30; turn += 1) await place.settle();
  for (let index = 0; index < APPLICATIONS; index += 1) {
    const owner = await place.get('Gate', nameOf(index));
    await place.apply(childOf(owner ?? gate('none'), `child-${index}`));
  }
  await place.clock.advance(10_000);
}

function childOf(owner: KubeObject, name: string): KubeObject {
  const { apiVersion, kind, metadata } = owner;
  const reference = { apiVersion, kind, name: metadata.name ?? '', uid: metadata.uid ?? '' };
  const child = configMap(name);
  return { ...child, metadata: { ...child.metadata, namespace: 'n', ownerReferences: [reference] } };
}

/** All changes, evenly over the time. Answers how many looks there were, and how many after it. */
async function storm(change: (event: number) => Promise<unknown>) {
  place.metrics.reset();
  for (let step = 0; step < STEPS; step += 1) {
    for (let event = step * (EVENTS / STEPS); event < (step + 1) * (EVENTS / STEPS); event += 1) await change(event);
    await place.clock.advance(100);
  }
  const within = place.metrics.value('app_passes_total');
  await place.clock.advance(5_000);
  return {
    within,
    after: place.metrics.value('app_passes_total') - within,
  };
}

test('F31 5,000 changes of descendants in ten seconds: a look a second and Application, and the last state is seen', async () => {
  await manyApplications();
  const cost = await storm((event) =>
    place.merge('ConfigMap', `child-${event % APPLICATIONS}`, { data: { event: String(event) } }),
  );
  expect(cost.within).toBeLessThanOrEqual(APPLICATIONS * (SECONDS + 1));
  expect(cost.after).toBeLessThanOrEqual(APPLICATIONS);
  for (let index = 0; index < APPLICATIONS; index += 1) {
    const live = await place.get('ConfigMap', `child-${index}`);
    const tree = await controller.reconciler.liveView.resourceTree({ namespace: 'argocd', name: nameOf(index) });
    const node = tree?.nodes?.find(({ kind }) => kind === 'ConfigMap');
    expect(node?.resourceVersion).toBe(live?.metadata.resourceVersion);
  }
}, 120_000);

test('F31 5,000 changes of the health of twenty objects: the first are told at once, then a look a second, and the last one is told', async () => {
  const some = 20;
  await manyApplications();
  const health = (event: number) => (event % (some * 2) < some ? 'Progressing' : 'Healthy');
  const cost = await storm((event) => place.merge('Gate', nameOf(event % some), { status: { health: health(event) } }));
  // Twenty looks are saved for heals, which must not wait.
  expect(cost.within).toBeLessThanOrEqual(some * (SECONDS + 21));
  expect(cost.after).toBeLessThanOrEqual(some * 2);
  for (let index = 0; index < some; index += 1) {
    const { status } = await place.app(nameOf(index));
    expect(status?.health?.status).toBe(health(EVENTS - some + index));
  }
}, 120_000);
