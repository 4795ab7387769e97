import { expect, test } from 'vitest';
import { openObjectCache } from '../../adapters/object-cache/object-cache.ts';
import { createReflector } from '../../adapters/reflector/reflector.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { untilSynced } from './until-synced.ts';

const TYPE = { group: '', version: 'v1', plural: 'pods', namespaced: true };
const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'default' },
  spec: { containers: [{ name: 'c', image: 'i' }] },
};

/** Pods stand in for Applications: what counts is the status. */
async function world() {
  const clock = new FakeClock();
  const kube = memoryKube({ clock });
  await kube
    .create(
      { group: '', version: 'v1', plural: 'serviceaccounts', namespaced: true },
      { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: 'default' } },
    )
    .catch(() => undefined);
  const stored = await kube.create(TYPE, pod);
  const applications = openObjectCache(createReflector({ clock, random: () => 0 }), { kube, type: TYPE });
  await applications.ready();
  const waiting = untilSynced({ applications, namespace: 'default', name: 'a', clock, milliseconds: 1000 });
  return { clock, applications, stored, waiting };
}

test('it ends when the status says so', async () => {
  const { applications, stored, waiting } = await world();
  const status = { sync: { status: 'Synced' }, health: { status: 'Healthy' } };
  applications.observe({ ...stored, metadata: { ...stored.metadata, resourceVersion: '99999' }, status });
  expect(await waiting).toBe(true);
  applications.close();
});

test('it gives up when the time is over', async () => {
  const { clock, applications, waiting } = await world();
  await clock.advance(1000);
  expect(await waiting).toBe(false);
  applications.close();
});
