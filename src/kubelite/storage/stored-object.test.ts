import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { AwakeObjects } from './awake-objects.ts';
import { watchLine } from './encoded-forms.ts';
import { ObjectStore } from './object-store.ts';
import { StoredObject } from './stored-object.ts';

const OBJECT: KubeObject = {
  apiVersion: 'example.org/v1',
  kind: 'Thing',
  metadata: { name: 'a', namespace: 'b', labels: { text: 'ä \u2028 "q"' } },
  spec: { big: 12_345_678_901_234_567_890n, half: 0.5, none: null, list: [1, { two: [] }] },
};

const later = (object: KubeObject, apiVersion: string): KubeObject => ({ ...object, apiVersion });
const HOME = new AwakeObjects({ objects: 2, bytes: 10_000 });

test('an object at rest is what it was, in every form', () => {
  const [awake, resting] = [new StoredObject(OBJECT, 7), new StoredObject(OBJECT, 7)];
  resting.rest(HOME);
  resting.rest(HOME);
  expect(resting.peek()).not.toBe(resting.peek());
  expect(resting.object).toEqual(awake.object);
  expect(resting.object).toBe(resting.peek());
  resting.rest(HOME);
  expect([resting.name, resting.namespace, resting.version]).toEqual(['a', 'b', 7]);
  expect(resting.bytes).toEqual(awake.bytes);
  expect(awake.bytes.toString()).toMatch(/^{"kind":"Thing","apiVersion":"example.org\/v1","metadata":.*}\n$/s);
  expect(watchLine('ADDED', resting)).toEqual(watchLine('ADDED', awake));
  expect(resting.as('example.org/v1', later)).toBe(resting);
  expect(resting.as('example.org/v2', later).object).toEqual(awake.as('example.org/v2', later).object);
});

test('those used last are awake, as many as there is room for', () => {
  const all = [1, 2, 3, 4].map((version) => new StoredObject(OBJECT, version));
  for (const stored of all) HOME.add(stored);
  const areAwake = () =>
    all.map((stored) => {
      const first = stored.peek();
      return stored.peek() === first;
    });
  expect(areAwake()).toEqual([false, false, true, true]);
  expect(all[0]?.object).toBe(all[0]?.object);
  expect(areAwake()).toEqual([true, false, false, true]);
  const small = new AwakeObjects({ objects: 100, bytes: 2 * (all[0]?.bytes.length ?? 0) });
  for (const stored of all) small.add(new StoredObject(stored.object, stored.version));
  for (const stored of all) small.add(stored);
  expect(areAwake()).toEqual([false, false, true, true]);
});

const named = (name: string, step: number): KubeObject => ({
  ...OBJECT,
  metadata: { name, namespace: 'b' },
  spec: { step },
});

test('a store keeps the latest as objects and gives all of them', () => {
  const store = new ObjectStore({ awake: { objects: 2 } });
  for (const name of ['a', 'b', 'c', 'd']) store.put('things', named(name, 1));
  const before = store.snapshot('things', 'b');
  store.put('things', named('a', 2));
  store.remove('things', 'b', 'c');
  expect([...store.list('things')].map(({ name, version, object }) => [name, version, object.spec])).toEqual([
    ['a', 6, { step: 2 }],
    ['b', 3, { step: 1 }],
    ['d', 5, { step: 1 }],
  ]);
  expect(store.listAt('things', 4)?.map(({ name, object }) => [name, object.spec])).toEqual([
    ['a', { step: 1 }],
    ['b', { step: 1 }],
    ['c', { step: 1 }],
  ]);
  expect(before.map(({ name, version }) => [name, version])).toEqual([
    ['a', 2],
    ['b', 3],
    ['c', 4],
    ['d', 5],
  ]);
  expect(store.snapshot('things')).toBe(store.snapshot('things'));
});

test.each([
  { why: 'as many changes as there is room for', history: { changes: 3 } },
  {
    why: 'as many bytes of replaced versions',
    history: { bytes: 3 * new StoredObject(named('a', 1), 2).bytes.length },
  },
])('what is kept for watches: $why', ({ history }) => {
  const store = new ObjectStore({ history });
  for (const step of [1, 2, 3, 4, 5, 6, 7]) store.put('things', named('a', step));
  const { version } = store;
  expect(store.oldestVersion('things')).toBeGreaterThanOrEqual(version - 4);
  const oldest = store.oldestVersion('things');
  expect(store.changesAfter('things', oldest)?.map((change) => change.version)).toEqual(
    Array.from({ length: version - oldest }, (_, index) => oldest + index + 1),
  );
  expect(store.changesAfter('things', oldest - 1)).toBeUndefined();
});
