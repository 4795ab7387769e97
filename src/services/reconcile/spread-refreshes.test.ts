import { expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import {
  application,
  configMap,
  openProject,
  REPOSITORY,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';
import { SpreadRefreshes } from './spread-refreshes.ts';

const NAMES = Array.from({ length: 40 }, (_, at) => `argocd/app-${at}`);

function open() {
  const clock = new FakeClock();
  const told: string[] = [];
  const spread = new SpreadRefreshes(
    clock,
    () => NAMES,
    (key, level) => told.push(`${level} ${key}`),
  );
  return { clock, told, spread };
}

test('those beyond the threshold come within the jitter, each once, not all at the same moment', async () => {
  const { clock, told, spread } = open();
  NAMES.forEach(spread.moved({ jitter: 60_000, atOnce: 10 }));
  expect(told).toEqual(NAMES.slice(0, 10).map((key) => `moved ${key}`));
  await clock.advance(30_000);
  expect(told.length).toBeGreaterThan(15);
  expect(told.length).toBeLessThan(35);
  await clock.advance(30_000);
  expect([...told].sort()).toEqual(NAMES.map((key) => `moved ${key}`).sort());
});

test('without a jitter all come at once; who is forgotten does not come; none after the end', async () => {
  const { clock, told, spread } = open();
  NAMES.forEach(spread.moved({ jitter: 0, atOnce: 10 }));
  expect(told).toHaveLength(40);
  NAMES.forEach(spread.moved({ jitter: 1000, atOnce: 0 }));
  spread.forget('argocd/app-1');
  await clock.advance(1000);
  expect(told).toHaveLength(79);
  NAMES.forEach(spread.moved({ jitter: 1000, atOnce: 0 }));
  spread.every({ period: 1000, jitter: 0 });
  spread.stop();
  await clock.advance(10_000);
  expect(told).toHaveLength(79);
});

test('a hard refresh a period, spread; another period takes effect, and none ends it (A19)', async () => {
  const { clock, told, spread } = open();
  spread.every({ period: 600_000, jitter: 60_000 });
  await clock.advance(590_000);
  spread.every({ period: 600_000, jitter: 60_000 });
  expect(told).toEqual([]);
  await clock.advance(40_000);
  expect(told.length).toBeGreaterThan(5);
  expect(told.length).toBeLessThan(35);
  await clock.advance(30_000);
  expect([...told].sort()).toEqual(NAMES.map((key) => `hard ${key}`).sort());
  spread.every({ period: 10_000, jitter: 60_000 });
  await clock.advance(19_990);
  expect(told).toHaveLength(80);
  spread.every({ period: 0, jitter: 0 });
  await clock.advance(3_600_000);
  expect(told).toHaveLength(80);
});

test('a push and the hard period, as the settings say, in the controller', async () => {
  const place = await reconcileEnvironment();
  place.manifests.commit(REPOSITORY, [configMap('a')]);
  const controller = await place.startController();
  const projects = [openProject('default')];
  place.installation.set({
    projects,
    cm: { 'webhook.refresh.jitter': '60s', 'webhook.refresh.jitter.threshold': '1' },
  });
  for (const name of ['one', 'two', 'three']) await place.apply(application({}, { name }));
  await place.settle();
  const revisions = async () =>
    (await place.list('Application', 'argocd')).map(({ status }) => Object(status).sync?.revision);
  const first = await revisions();
  const sha = place.manifests.commit(REPOSITORY, [configMap('b')]);
  place.manifests.notice(REPOSITORY);
  await place.settle();
  expect((await revisions()).filter((one) => one === sha)).toHaveLength(1);
  await place.clock.advance(60_000);
  expect(await revisions()).toEqual(first.map(() => sha));
  place.installation.set({ projects, cm: { 'timeout.hard.reconciliation': '1h' } });
  await place.settle();
  const before = place.manifests.renders;
  await place.clock.advance(3_500_000);
  expect(place.manifests.renders).toBe(before);
  await place.clock.advance(200_000);
  expect(place.manifests.renders).toBe(before + 3);
  await controller.stop();
  await place.close();
});
