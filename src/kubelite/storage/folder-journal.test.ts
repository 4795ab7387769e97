import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { FolderJournal } from './folder-journal.ts';
import { lockFolder } from './folder-lock.ts';
import { ObjectStore } from './object-store.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'kubelite-data-'));
  folders.push(folder);
  return folder;
}

function open(folder: string) {
  const journal = new FolderJournal(folder);
  const store = new ObjectStore({ journal });
  journal.restore(store);
  return { journal, store };
}

function object(name: string, data: object = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'n' }, data: { ...data } };
}

function state(store: ObjectStore): string {
  const objects = [...store.list('/configmaps')].map((stored) => `${stored.name}@${stored.version}=${stored.text}`);
  return [String(store.version), ...objects].join('\n');
}

test('what was written is there again, with its versions', () => {
  const folder = newFolder();
  const first = open(folder);
  first.store.put('/configmaps', object('a', { x: '1' }));
  first.store.put('/configmaps', object('b', { text: 'zwölf\n' }));
  first.store.put('/configmaps', object('a', { x: '2' }));
  first.store.remove('/configmaps', 'n', 'b');
  first.journal.close();
  const second = open(folder);
  expect(state(second.store)).toBe(state(first.store));
  expect(second.store.changesAfter('/configmaps', second.store.version - 1)).toBeUndefined();
  expect(second.store.changesAfter('/configmaps', second.store.version)).toEqual([]);
  second.store.put('/configmaps', object('c'));
  expect(second.store.version).toBe(first.store.version + 1);
  second.journal.close();
});

test('cut off at any byte, what was whole is there and the next write goes on from it', () => {
  const folder = newFolder();
  const writer = open(folder);
  const states = [state(writer.store)];
  const sizes = [0];
  const path = join(folder, 'journal-0.log');
  for (let count = 0; count < 6; count += 1) {
    if (count === 3) writer.store.remove('/configmaps', 'n', 'o-0');
    else writer.store.put('/configmaps', object(`o-${count % 4}`, { count: String(count) }));
    states.push(state(writer.store));
    sizes.push(readFileSync(path).length);
  }
  writer.journal.close();
  const whole = readFileSync(path);
  for (let size = 0; size <= whole.length; size += 1) {
    writeFileSync(path, whole.subarray(0, size));
    const { store, journal } = open(folder);
    const last = sizes.findLastIndex((each) => each <= size);
    expect(state(store)).toBe(states[last]);
    journal.close();
    expect(statSync(path).size).toBe(sizes[last]);
  }
});

test('a file that grew is rewritten to the living objects', () => {
  const folder = newFolder();
  const { store, journal } = open(folder);
  const large = 'x'.repeat(200_000);
  for (let count = 0; count < 200; count += 1) store.put('/configmaps', object('a', { large, count: String(count) }));
  const before = state(store);
  journal.close();
  expect(readdirSync(folder)).toEqual(['journal-2.log']);
  const again = open(folder);
  expect(state(again.store)).toBe(before);
  again.journal.close();
});

test('a folder has one owner', () => {
  const folder = newFolder();
  const unlock = lockFolder(folder);
  expect(() => lockFolder(folder)).toThrow('is in use by process');
  unlock();
  lockFolder(folder)();
});
