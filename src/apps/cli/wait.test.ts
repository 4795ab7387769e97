import { expect, test } from 'vitest';
import type { Application } from '../../api/application/fields.ts';
import { parseResources } from './resource-argument.ts';
import { type Wanted, waitsFor } from './wait.ts';

const everything: Wanted = {
  sync: true,
  health: true,
  operation: true,
  suspended: false,
  degraded: false,
  delete: false,
  hydrated: false,
};
const fine = { sync: { status: 'Synced' }, health: { status: 'Healthy' }, reconciledAt: '2026-01-01T00:00:02Z' };

const cases: readonly { name: string; app: object; wanted?: Partial<Wanted>; sentence: string }[] = [
  { name: 'all is well', app: { status: fine }, sentence: '' },
  {
    name: 'an operation was asked for',
    app: { operation: {}, status: fine },
    sentence: 'the operation has not started yet',
  },
  {
    name: 'an operation runs',
    app: {
      status: { ...fine, operationState: { phase: 'Running', message: 'waiting for completion of hook batch/Job/x' } },
    },
    sentence: 'waiting for completion of hook batch/Job/x',
  },
  {
    name: 'not compared since the operation ended',
    app: { status: { ...fine, operationState: { finishedAt: '2026-01-01T00:00:03Z' } } },
    sentence: 'the application is compared once more after the operation',
  },
  {
    name: 'out of sync',
    app: { status: { ...fine, sync: { status: 'OutOfSync' } } },
    sentence: 'sync status is OutOfSync',
  },
  {
    name: 'unhealthy',
    app: { status: { ...fine, health: { status: 'Degraded', message: 'crash' } } },
    sentence: 'health is Degraded: crash',
  },
  {
    name: 'degraded is asked for',
    app: { status: { ...fine, health: { status: 'Degraded' } } },
    wanted: { degraded: true },
    sentence: '',
  },
];

test.each(cases)('$name', ({ app, wanted, sentence }) => {
  expect(waitsFor(app as Application, { ...everything, ...wanted })).toBe(sentence);
});

test.each<[string, string, string]>([
  ['what is not chosen does not matter', ':ConfigMap:good', ''],
  ['what is left over is named', '!:ConfigMap:good', 'ConfigMap/web/bad: sync status is OutOfSync'],
  ['nothing chosen is nothing to wait for', 'apps:Deployment:x', ''],
])('%s', (_reason, argument, sentence) => {
  const map = { version: 'v1', kind: 'ConfigMap', namespace: 'web', health: { status: 'Healthy' } };
  const resources = [
    { ...map, name: 'good', status: 'Synced' },
    { ...map, name: 'bad', status: 'OutOfSync' },
  ];
  const app = { status: { ...fine, health: { status: 'Degraded' }, resources } } as unknown as Application;
  expect(waitsFor(app, everything, parseResources([argument]))).toBe(sentence);
});
