import { expect, test } from 'vitest';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { observingKube } from './observing-kube.ts';

const TYPE = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const address = { type: TYPE, namespace: 'default', name: 'a' };
const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } };

test('reads and dry runs pass, writes do not', async () => {
  const kube = memoryKube({ clock: new FakeClock() });
  await kube.create(TYPE, object);
  const observed = observingKube(kube);
  expect((await observed.get(address))?.metadata.name).toBe('a');
  expect((await observed.patch(address, 'merge', '{"data":{"x":"y"}}', { dryRun: true }))['data']).toEqual({ x: 'y' });
  for (const write of [
    () => observed.create(TYPE, object),
    () => observed.update(address, object),
    () => observed.patch(address, 'merge', '{}'),
    () => observed.delete(address),
  ]) {
    await expect(write()).rejects.toThrow('Tiphys only observes this cluster');
  }
  expect((await kube.get(address))?.['data']).toBeUndefined();
});
