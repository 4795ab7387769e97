import { expect, test } from 'vitest';
import { WaitingKeys } from './waiting-keys.ts';

/** Keys are written `project/repository/number`. */
function waiting(...keys: readonly string[]) {
  const all = new WaitingKeys();
  const add = (key: string) => {
    const [project = '', repository = ''] = key.split('/');
    all.add(key, { project, repository });
  };
  for (const key of keys) add(key);
  return { all, add };
}

const anybody = () => true;

function takeAll({ all }: ReturnType<typeof waiting>, mayHave = anybody) {
  const taken: string[] = [];
  for (let next = all.take(mayHave); next !== undefined; next = all.take(mayHave)) taken.push(next.key);
  return taken;
}

test('projects take turns, in them repositories, in those whoever came first', () => {
  const keys = waiting('p/a/1', 'p/a/2', 'p/b/1', 'p/a/3', 'q/a/1', 'q/a/2');
  expect(takeAll(keys)).toEqual(['p/a/1', 'q/a/1', 'p/b/1', 'q/a/2', 'p/a/2', 'p/a/3']);
  expect(keys.all.size).toBe(0);
});

test('who was served last comes after whoever is new, also when it had nothing waiting meanwhile', () => {
  const keys = waiting('p/a/1');
  takeAll(keys);
  for (const key of ['p/a/2', 'p/b/1', 'q/c/1']) keys.add(key);
  expect(takeAll(keys)).toEqual(['q/c/1', 'p/b/1', 'p/a/2']);
});

test('a group that may have no more is passed over', () => {
  const keys = waiting('p/a/1', 'p/b/1', 'q/c/1');
  expect(takeAll(keys, () => false)).toEqual([]);
  const notA = ({ repository }: { readonly repository: string }) => repository !== 'a';
  const taken: string[] = [];
  for (let next = keys.all.take(notA); next; next = keys.all.take(notA)) taken.push(next.key);
  expect(taken).toEqual(['p/b/1', 'q/c/1']);
  expect(keys.all.size).toBe(1);
});

test('a key waits once, and not after it was deleted', () => {
  const keys = waiting('p/a/1', 'p/a/1', 'p/a/2');
  keys.all.delete('p/a/1');
  keys.all.delete('p/a/9');
  expect(takeAll(keys)).toEqual(['p/a/2']);
  keys.add('p/a/3');
  keys.all.clear();
  expect(takeAll(keys)).toEqual([]);
});
