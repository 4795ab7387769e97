/** Maps that change. */
import { expect, test } from 'vitest';
import { GoMap, goDict } from './index.ts';

test('keys come in byte order, whatever came and went', () => {
  const map = goDict([
    ['b', 1],
    ['é', 2],
    ['Z', 3],
  ]);
  expect(map.sortedKeys()).toEqual(['Z', 'b', 'é']);
  map.set('a', 4);
  map.set('b', 5);
  map.delete('é');
  map.delete('none');
  expect([map.sortedKeys(), map.size, map.get('b')]).toEqual([['Z', 'a', 'b'], 3, 5]);
});

test('who asked for the keys keeps them', () => {
  const map = goDict([['a', 1]]);
  const before = map.sortedKeys();
  map.set('b', 2);
  expect([before, map.sortedKeys()]).toEqual([['a'], ['a', 'b']]);
});

test.each(['__proto__', 'constructor', 'hasOwnProperty', 'toString'])('%s is a key like any other', (key) => {
  const map = goDict();
  expect([map.get(key), map.has(key)]).toEqual([undefined, false]);
  map.set(key, 'x');
  expect([map.get(key), map.sortedKeys()]).toEqual(['x', [key]]);
  expect(map).toBeInstanceOf(GoMap);
});
