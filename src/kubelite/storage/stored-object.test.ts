import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { ObjectStore } from './object-store.ts';
import { StoredObject } from './stored-object.ts';

const OBJECT: KubeObject = {
  apiVersion: 'example.org/v1',
  kind: 'Thing',
  metadata: { name: 'a', namespace: 'b', labels: { text: 'ä \u2028 "q"' } },
  spec: { big: 12_345_678_901_234_567_890n, half: 0.5, none: null, list: [1, { two: [] }] },
};

const later = (object: KubeObject, apiVersion: string): KubeObject => ({ ...object, apiVersion });

test('an object at rest is what it was, in every form', () => {
  const [awake, resting] = [new StoredObject(OBJECT, 7), new StoredObject(OBJECT, 7)];
  resting.rest();
  resting.rest();
  expect(resting.object).toEqual(awake.object);
  expect(resting.object).toBe(resting.object);
  expect([resting.name, resting.namespace, resting.version]).toEqual(['a', 'b', 7]);
  expect(resting.text).toBe(awake.text);
  expect(resting.itemText).toBe(awake.itemText);
  expect(resting.line('ADDED')).toEqual(awake.line('ADDED'));
  expect(resting.as('example.org/v1', later)).toBe(resting);
  expect(resting.as('example.org/v2', later).object).toEqual(awake.as('example.org/v2', later).object);
});

test('a store keeps the latest as objects and gives all of them', () => {
  const store = new ObjectStore({ awake: 2 });
  const named = (name: string, step: number): KubeObject => ({
    ...OBJECT,
    metadata: { name, namespace: 'b' },
    spec: { step },
  });
  for (const name of ['a', 'b', 'c', 'd']) store.put('things', named(name, 1));
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
});
