import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { memoryKube } from '../../testkit/memory-kube.ts';
import { createReflector } from '../reflector/reflector.ts';
import { openObjectCache } from './object-cache.ts';

const TYPE = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };

function configMap(name: string, value: string): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data: { value } };
}

async function world() {
  const clock = new FakeClock();
  const kube = memoryKube({ clock });
  await kube.create(TYPE, configMap('first', '1'));
  const reflector = createReflector({ clock, random: () => 0 });
  const cache = openObjectCache(reflector, { kube, type: TYPE, namespace: 'default' });
  const told: string[] = [];
  cache.subscribe(({ type, object }) => told.push(`${type} ${object.metadata.name}`));
  await cache.ready();
  return { clock, kube, cache, told };
}

const first = { type: TYPE, namespace: 'default', name: 'first' };

test('it holds the list, then follows changes', async () => {
  const { clock, kube, cache, told } = await world();
  expect(cache.get('default', 'first')?.['data']).toEqual({ value: '1' });
  await kube.create(TYPE, configMap('second', '2'));
  await kube.patch(first, 'merge', '{"data":{"value":"3"}}');
  await kube.delete(first);
  await clock.advance(100);
  expect(told).toEqual(['ADDED first', 'ADDED second', 'MODIFIED first', 'DELETED first']);
  expect(cache.list().map(({ metadata }) => metadata.name)).toEqual(['second']);
  cache.close();
});

test('what was observed is not told again, and never replaced by something older', async () => {
  const { clock, kube, cache, told } = await world();
  const before = cache.get('default', 'first');
  const after = await kube.patch(first, 'merge', '{"data":{"value":"3"}}');
  cache.observe(after);
  await clock.advance(100);
  if (before) cache.observe(before);
  expect(told).toEqual(['ADDED first', 'MODIFIED first']);
  expect(cache.get('default', 'first')?.['data']).toEqual({ value: '3' });
  cache.close();
});

test('deletions during a gap are noticed by the next list', async () => {
  const { clock, kube, cache, told } = await world();
  kube.breakStreams();
  await kube.delete(first);
  await clock.advance(60_000);
  expect(told).toEqual(['ADDED first', 'DELETED first']);
  cache.close();
});
