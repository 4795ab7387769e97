import { expect, test } from 'vitest';
import { Collection } from './collection.ts';
import { StoredObject } from './stored-object.ts';

function stored(namespace: string, name: string): StoredObject {
  return new StoredObject({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name } }, 1);
}

function placesOf(objects: Iterable<StoredObject>): readonly string[] {
  return [...objects].map(({ namespace, name }) => `${namespace}/${name}`);
}

test('objects come in the order of their keys, in which a slash follows the namespace', () => {
  const objects = new Collection();
  for (const place of ['a/x', 'a-b/x', 'a/b', 'a.b/x', 'ab/x', 'a0/x', 'a/a-b', 'a/a']) {
    const [namespace = '', name = ''] = place.split('/');
    objects.put(stored(namespace, name));
  }
  const keys = ['a-b/x', 'a.b/x', 'a/a', 'a/a-b', 'a/b', 'a/x', 'a0/x', 'ab/x'];
  expect(placesOf(objects.values())).toEqual(keys);
  expect(keys.toSorted()).toEqual(keys);
  expect(placesOf(objects.values('a'))).toEqual(['a/a', 'a/a-b', 'a/b', 'a/x']);
});

test('a namespace that is empty again is forgotten', () => {
  const objects = new Collection();
  objects.put(stored('a', 'x'));
  objects.put(stored('a-b', 'x'));
  objects.remove('a', 'x');
  expect([placesOf(objects.values()), objects.size]).toEqual([['a-b/x'], 1]);
});

test('what is in no namespace has a place as well', () => {
  const objects = new Collection();
  objects.put(stored('', 'x'));
  expect(placesOf(objects.values())).toEqual(['/x']);
  expect(placesOf(objects.values(''))).toEqual(['/x']);
  expect(objects.get('', 'x')?.name).toBe('x');
});
