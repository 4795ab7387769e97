import { expect, test } from 'vitest';
import type { Application } from '../../../src/api/application/fields.ts';
import { byTrouble, counts, explain, fits, healthOf, withEvent } from './model.ts';

const REVISION = '0123456789012345678901234567890123456789';

function app(name: string, status: object = {}, more: object = {}): Application {
  const spec = {
    destination: { namespace: 'shop' },
    project: 'default',
    source: { repoURL: 'https://git/x', path: 'a' },
  };
  const metadata = { name, namespace: 'argocd', resourceVersion: '5', ...more };
  return { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata, spec, status } as unknown as Application;
}

const healthy = { health: { status: 'Healthy' }, sync: { status: 'Synced', revision: REVISION } };

test('trouble comes first', () => {
  const list = [
    app('b', healthy),
    app('a', healthy),
    app('c', { ...healthy, health: { status: 'Degraded' } }),
    app('d', { ...healthy, conditions: [{ type: 'ComparisonError', message: 'x' }] }),
    app('e', { ...healthy, sync: { status: 'OutOfSync' } }),
  ];
  expect([...list].sort(byTrouble).map(({ metadata }) => metadata.name)).toEqual(['d', 'c', 'e', 'a', 'b']);
});

const sentences: readonly { name: string; status: object; sentence: string }[] = [
  { name: 'in order', status: healthy, sentence: 'at 0123456' },
  {
    name: 'an error',
    status: { ...healthy, conditions: [{ type: 'ComparisonError', message: 'no such path' }] },
    sentence: 'no such path',
  },
  {
    name: 'a warning is no error',
    status: { ...healthy, conditions: [{ type: 'SharedResourceWarning', message: 'x' }] },
    sentence: 'at 0123456',
  },
  {
    name: 'running',
    status: { ...healthy, operationState: { phase: 'Running', message: 'waiting for Job x' } },
    sentence: 'waiting for Job x',
  },
  {
    name: 'failed',
    status: { ...healthy, operationState: { phase: 'Failed', message: 'no' } },
    sentence: 'last sync failed: no',
  },
  { name: 'unhealthy', status: { ...healthy, health: { status: 'Degraded', message: 'crash' } }, sentence: 'crash' },
  {
    name: 'different',
    status: {
      ...healthy,
      sync: { status: 'OutOfSync', revision: REVISION },
      resources: [{ status: 'OutOfSync' }, { status: 'OutOfSync', requiresPruning: true }, { status: 'Synced' }],
    },
    sentence: '1 resource differs, 1 to remove from 0123456',
  },
];

test.each(sentences)('$name', ({ status, sentence }) => {
  expect(explain(app('a', status))).toBe(sentence);
});

test('every word must be found somewhere', () => {
  const labelled = app('web', {}, { labels: { tier: 'front' } });
  const any = { health: '', sync: '' };
  expect(fits(labelled, { ...any, text: 'WEB tier=front shop' })).toBe(true);
  expect(fits(labelled, { ...any, text: 'web nothing' })).toBe(false);
  expect(fits(labelled, { ...any, health: 'Healthy', text: '' })).toBe(false);
});

test('events add, replace and remove, and never go back', () => {
  const one = app('a', healthy);
  const newer = app('a', { health: { status: 'Degraded' } }, { resourceVersion: '10' });
  expect(withEvent([], { type: 'ADDED', application: one })).toEqual([one]);
  expect(withEvent([one], { type: 'MODIFIED', application: newer })).toEqual([newer]);
  expect(withEvent([newer], { type: 'MODIFIED', application: one })).toEqual([newer]);
  expect(withEvent([one], { type: 'DELETED', application: one })).toEqual([]);
});

test('counts by status, worst first', () => {
  expect(counts([app('a', healthy), app('b', healthy), app('c')], healthOf)).toEqual([
    ['Unknown', 1],
    ['Healthy', 2],
  ]);
});
