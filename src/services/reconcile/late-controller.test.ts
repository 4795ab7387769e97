/** A controller that reacts a second late, or says nothing new at all, opens no wave early. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  application,
  configMap,
  gate,
  REPOSITORY,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';

const WAVE = 'argocd.argoproj.io/sync-wave';
const TRACKING = { 'argocd.argoproj.io/tracking-id': 'app:test.example.com/Gate:n/first' };

let place: ReconcileEnvironment;
let controller: RunningController;

beforeEach(async () => {
  place = await reconcileEnvironment();
  // What its controller said of the version before.
  const before = { ...gate('first', TRACKING, { version: 1 }), status: { health: 'Healthy', note: 'of version 1' } };
  await place.apply({ ...before, metadata: { ...before.metadata, namespace: 'n' } });
  place.manifests.commit(REPOSITORY, [gate('first', {}, { version: 2 }), configMap('second', { [WAVE]: '1' })]);
  controller = await place.startController();
  await place.apply(application());
  await place.settle();
  await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  await place.settle();
});

afterEach(async () => {
  await controller.stop();
  await place.close();
});

async function isOpen(): Promise<boolean> {
  await place.settle();
  return (await place.get('ConfigMap', 'second')) !== undefined;
}

async function say(status: object): Promise<void> {
  await place.merge('Gate', 'first', { status });
  await place.settle();
}

test('its first word after a second is not good: the wave stays shut until it is', async () => {
  expect((await place.get('Gate', 'first'))?.spec).toEqual({ version: 2 });
  for (const _ of [1, 2, 3]) {
    await place.clock.advance(300);
    expect(await isOpen()).toBe(false);
  }
  await say({ health: 'Progressing', note: 'of version 2' });
  await place.clock.advance(60_000);
  expect(await isOpen()).toBe(false);
  await say({ health: 'Healthy' });
  expect(await isOpen()).toBe(true);
});

test('its first word after a second is good: the wave opens with it', async () => {
  await place.clock.advance(1_000);
  expect(await isOpen()).toBe(false);
  await say({ health: 'Healthy', note: 'of version 2' });
  expect(await isOpen()).toBe(true);
});

test('it says the generation that it has seen: only that counts, however long it takes', async () => {
  const generation = (await place.get('Gate', 'first'))?.metadata.generation ?? 0;
  // Of the version before, and every write of a kind without a status of its own is a new generation.
  await say({ observedGeneration: generation - 1 });
  await place.clock.advance(10_000);
  expect(await isOpen()).toBe(false);
  await say({ observedGeneration: generation + 10 });
  expect(await isOpen()).toBe(true);
});

test('it says nothing new: after two seconds what it said holds', async () => {
  await place.clock.advance(1_800);
  expect(await isOpen()).toBe(false);
  await place.clock.advance(400);
  expect(await isOpen()).toBe(true);
});
