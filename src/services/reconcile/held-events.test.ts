import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { FakeClock } from '../../testkit/fake-clock.ts';
import { viewOf } from './application-view.ts';
import { type EventText, HeldEvents } from './held-events.ts';

const view = viewOf({ metadata: { name: 'web', namespace: 'argocd' }, spec: {} } as unknown as KubeObject, 'argocd');

function place() {
  const clock = new FakeClock();
  const told: string[] = [];
  const held = new HeldEvents(clock, ({ reason, message }: EventText) => told.push(`${reason}: ${message}`));
  return { clock, told, held };
}

const changed = (what: string, from: string, to: string) => `ResourceUpdated: Updated ${what} status: ${from} -> ${to}`;

test('a status that stands is told', () => {
  const { clock, told, held } = place();
  held.changed(view, { what: 'sync', from: '', to: 'OutOfSync' });
  held.changed(view, { what: 'health', from: '', to: 'Missing' });
  clock.advanceSync(999);
  expect(told).toEqual([]);
  clock.advanceSync(1);
  expect(told).toEqual([changed('sync', '', 'OutOfSync'), changed('health', '', 'Missing')]);
  expect(clock.pendingTimers).toBe(0);
});

test('a drift that is healed at once is not told', () => {
  const { clock, told, held } = place();
  held.changed(view, { what: 'sync', from: 'Synced', to: 'OutOfSync' });
  held.started(view, 'healing');
  clock.advanceSync(30);
  held.ended(view, false);
  held.changed(view, { what: 'sync', from: 'OutOfSync', to: 'Synced' });
  clock.advanceSync(60_000);
  expect(told).toEqual([]);
});

test('a first sync tells where it led', () => {
  const { clock, told, held } = place();
  held.changed(view, { what: 'sync', from: '', to: 'OutOfSync' });
  held.started(view, 'syncing');
  clock.advanceSync(4_000);
  held.ended(view, false);
  held.changed(view, { what: 'sync', from: 'OutOfSync', to: 'Synced' });
  clock.advanceSync(1_000);
  expect(told).toEqual([changed('sync', '', 'Synced')]);
});

test('what fails is told whole', () => {
  const { clock, told, held } = place();
  held.changed(view, { what: 'sync', from: 'Synced', to: 'OutOfSync' });
  held.started(view, 'syncing');
  clock.advanceSync(30);
  held.ended(view, true);
  clock.advanceSync(1_000);
  expect(told).toEqual(['OperationStarted: syncing', changed('sync', 'Synced', 'OutOfSync')]);
});

test('what lasts is told while it lasts, and an end writes what is held', () => {
  const { clock, told, held } = place();
  held.started(view, 'syncing');
  clock.advanceSync(9_999);
  expect(told).toEqual([]);
  clock.advanceSync(1);
  expect(told).toEqual(['OperationStarted: syncing']);
  held.changed(view, { what: 'health', from: 'Healthy', to: 'Progressing' });
  held.flush();
  expect(told).toEqual(['OperationStarted: syncing', changed('health', 'Healthy', 'Progressing')]);
});
