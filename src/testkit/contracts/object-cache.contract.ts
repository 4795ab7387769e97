/** What every object cache does. */
import { describe, expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import type { KubePort, ResourceType } from '../../ports/kube.ts';
import type { OpenObjectCache } from '../../ports/object-cache.ts';

export interface ObjectCacheCase {
  readonly open: OpenObjectCache;
  readonly kube: KubePort;
  pass(milliseconds: number): Promise<void>;
  /** Ends every open watch. */
  breakWatches(): void;
}

const MAPS: ResourceType = { group: '', version: 'v1', plural: 'configmaps', namespaced: true };

/** Registers the tests. `given` makes an empty API for each. */
export function objectCacheContract(name: string, given: () => ObjectCacheCase): void {
  describe(`Object cache: ${name}`, () => {
    test('ready means that the list is in; an aborted wait rejects with its reason', async () => {
      const { open, kube } = given();
      await kube.create(MAPS, map('a'));
      const cache = open({ kube, type: MAPS, namespace: 'default' });
      await expect(cache.ready(AbortSignal.abort('stopped'))).rejects.toBe('stopped');
      await cache.ready();
      expect(cache.list().map(({ metadata }) => metadata.name)).toEqual(['a']);
      expect(cache.get('default', 'a')?.['data']).toEqual({ x: '1' });
      expect([cache.get('default', 'b'), cache.get('other', 'a')]).toEqual([undefined, undefined]);
      cache.close();
    });

    test('only what is selected', async () => {
      const { open, kube } = given();
      await kube.create(MAPS, map('a', { tier: 'front' }));
      await kube.create(MAPS, map('b'));
      const cache = open({ kube, type: MAPS, namespace: 'default', labelSelector: 'tier=front' });
      await cache.ready();
      expect(cache.list().map(({ metadata }) => metadata.name)).toEqual(['a']);
      cache.close();
    });

    test('every change is told once, with what was before; who has left is told nothing', async () => {
      const { open, kube, pass } = given();
      const cache = open({ kube, type: MAPS, namespace: 'default' });
      await cache.ready();
      const told: string[] = [];
      const leave = cache.subscribe(({ type, object, before }) => {
        told.push(`${type} ${object.metadata.name} ${JSON.stringify(before?.['data'] ?? null)}`);
      });
      await kube.create(MAPS, map('a'));
      cache.observe(await kube.patch(at('a'), 'merge', '{"data":{"x":"2"}}'));
      await pass(5000);
      await kube.delete(at('a'));
      await pass(5000);
      leave();
      await kube.create(MAPS, map('b'));
      await pass(10);
      expect(told.at(-1)).toBe('DELETED a {"x":"2"}');
      expect(told.filter((line) => line.includes('null'))).toHaveLength(1);
      expect(told.filter((line) => line.includes(' b '))).toEqual([]);
      cache.close();
    });

    test('what was observed is there at once and never goes back to something older', async () => {
      const { open, kube, pass } = given();
      const first = await kube.create(MAPS, map('a'));
      const cache = open({ kube, type: MAPS, namespace: 'default' });
      await cache.ready();
      const second = await kube.patch(at('a'), 'merge', '{"data":{"x":"2"}}');
      cache.observe(second);
      expect(cache.get('default', 'a')?.['data']).toEqual({ x: '2' });
      cache.observe(first);
      await pass(10);
      expect(cache.get('default', 'a')?.['data']).toEqual({ x: '2' });
      cache.close();
    });

    test('what changed while watches were broken is noticed', async () => {
      const { open, kube, pass, breakWatches } = given();
      await kube.create(MAPS, map('a'));
      const cache = open({ kube, type: MAPS, namespace: 'default' });
      await cache.ready();
      breakWatches();
      await kube.delete(at('a'));
      await kube.create(MAPS, map('b'));
      await pass(60_000);
      expect(cache.list().map(({ metadata }) => metadata.name)).toEqual(['b']);
      cache.close();
    });

    test('after its end nothing is told', async () => {
      const { open, kube, pass } = given();
      const cache = open({ kube, type: MAPS, namespace: 'default' });
      await cache.ready();
      const told: string[] = [];
      cache.subscribe(({ type }) => told.push(type));
      cache.close();
      await kube.create(MAPS, map('a'));
      await pass(10);
      expect(told).toEqual([]);
    });
  });
}

function map(name: string, labels: Readonly<Record<string, string>> = {}): KubeObject {
  const metadata = { name, namespace: 'default', labels };
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { x: '1' } };
}

function at(name: string) {
  return { type: MAPS, namespace: 'default', name };
}
