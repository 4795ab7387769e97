import { expect, test } from 'vitest';
import type { ResourceType } from '../ports/kube.ts';
import { kubePortContract } from './contracts/kube-port.contract.ts';
import { FakeClock } from './fake-clock.ts';
import { abandonAtWrite, faultyKube, unreachable } from './faulty-kube.ts';
import { memoryKube } from './memory-kube.ts';

kubePortContract('through a wrapper without faults', async () => faultyKube(memoryKube({ clock: new FakeClock() })), [
  'validation',
]);

const MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };
const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' } });

test('a chosen call fails, before or after it took effect', async () => {
  const inner = memoryKube({ clock: new FakeClock() });
  const kube = faultyKube(inner);
  for (const when of ['before', 'after'] as const) {
    kube.plan(({ name }) => (name === when ? { when, error: unreachable() } : undefined));
    await expect(kube.create(MAPS, map(when))).rejects.toMatchObject({ code: 'kube.unreachable' });
    const stored = await inner.get({ type: MAPS, namespace: 'default', name: when });
    expect(stored !== undefined).toBe(when === 'after');
  }
  expect(kube.count({ verb: 'create' })).toBe(2);
});

test('an abandoned caller hears nothing any more, and its write stands or not', async () => {
  for (const when of ['before', 'after'] as const) {
    const inner = memoryKube({ clock: new FakeClock() });
    const kube = faultyKube(inner);
    kube.plan(abandonAtWrite(1, when));
    await kube.create(MAPS, map('first'));
    await kube.create(MAPS, map('dry'), { dryRun: true });
    let heard = false;
    const hear = () => {
      heard = true;
    };
    void kube.create(MAPS, map('second')).then(hear, hear);
    await kube.abandoned;
    void kube.list(MAPS).then(hear, hear);
    await new Promise((resolve) => setImmediate(resolve));
    const stored = await inner.get({ type: MAPS, namespace: 'default', name: 'second' });
    expect([heard, stored !== undefined]).toEqual([false, when === 'after']);
  }
});
