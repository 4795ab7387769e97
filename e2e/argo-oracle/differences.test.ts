import { expect, test } from 'vitest';
import { differencesOf } from './differences.ts';

const record = (more: object) => ({
  done: { objects: { app: { status: { health: { status: 'Healthy' }, ...more } } } },
});

test('equal records do not differ', () => {
  expect(differencesOf(record({ a: [1, { b: null }] }), record({ a: [1, { b: null }] }))).toEqual([]);
});

test('each place that differs is told, a list of another length once', () => {
  const theirs = record({ a: [1, 2], b: 'x', only: true });
  expect(differencesOf(theirs, record({ a: [1], b: 'y' }))).toEqual([
    { path: '.done.objects.app.status.a', theirs: [1, 2], ours: [1] },
    { path: '.done.objects.app.status.b', theirs: 'x', ours: 'y' },
    { path: '.done.objects.app.status.only', theirs: true, ours: undefined },
  ]);
});

test('what the versions are known to differ in is passed over, and nothing like it', () => {
  const health = (status: string, message?: string) => record({ health: { status, ...(message ? { message } : {}) } });
  expect(differencesOf(health('Healthy'), health('Missing', 'Caused by ConfigMap:a'))).toEqual([]);
  expect(differencesOf(health('Healthy'), health('Degraded'))).toHaveLength(1);
  const events = (...told: string[]) => ({ done: { events: told } });
  expect(differencesOf(events('Updated health status: a -> b'), events())).toEqual([]);
  expect(differencesOf(events('Sync operation failed'), events())).toHaveLength(1);
});
