import { expect, test } from 'vitest';
import { openObjectCache } from '../../adapters/object-cache/object-cache.ts';
import { createReflector } from '../../adapters/reflector/reflector.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { memoryLog } from '../../testkit/memory-log.ts';
import { mirrorOf, startMirror } from './mirror.ts';

const MAPS = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };

test('a copy has no identity, no operation and no automation', () => {
  const app: KubeObject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'a', namespace: 'argocd', uid: 'u', resourceVersion: '1', finalizers: ['f'], labels: { x: 'y' } },
    spec: { project: 'default', syncPolicy: { automated: { prune: true }, syncOptions: ['A=b'] } },
    operation: { sync: {} },
  };
  expect(mirrorOf(app)).toEqual({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'a', namespace: 'argocd', labels: { x: 'y' }, annotations: {} },
    spec: { project: 'default', syncPolicy: { syncOptions: ['A=b'] } },
  });
});

test('settings are copied and followed; kinds that are not served are left out', async () => {
  const clock = new FakeClock();
  const [from, to] = [memoryKube({ clock }), memoryKube({ clock })];
  const labels = { 'app.kubernetes.io/part-of': 'argocd' };
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'argocd-cm', namespace: 'default', labels } };
  await from.create(MAPS, { ...map, data: { url: 'a' } });
  const reflector = createReflector({ clock, random: () => 0 });
  const open = (options: Parameters<typeof openObjectCache>[1]) => openObjectCache(reflector, options);
  const mirror = await startMirror({ from, to, namespace: 'default', open, log: memoryLog() });
  const address = { type: MAPS, namespace: 'default', name: 'argocd-cm' };
  expect((await to.get(address))?.['data']).toEqual({ url: 'a' });
  await from.patch(address, 'merge', '{"data":{"url":"b"}}');
  await clock.advance(100);
  expect((await to.get(address))?.['data']).toEqual({ url: 'b' });
  await from.delete(address);
  await clock.advance(100);
  expect(await to.get(address)).toBeUndefined();
  mirror.close();
});
