import { expect, test } from 'vitest';
import type { SyncWindow } from '../../api/app-project/fields.ts';
import { judgeSyncWindows } from './sync-windows.ts';

const APP = { name: 'web', namespace: 'shop', server: 'https://a', clusterName: 'a' };
/** 22:30 on a Thursday. */
const NOW = Date.parse('2026-01-01T22:30:00Z');
const night: SyncWindow = { kind: 'deny', schedule: '0 22 * * *', duration: '1h', applications: ['*'] };
const noon: SyncWindow = { kind: 'allow', schedule: '0 12 * * *', duration: '1h', applications: ['*'] };
const nightAllow: SyncWindow = { ...night, kind: 'allow' };

function permitted(windows: readonly SyncWindow[], more: { manual?: boolean; startedAt?: number } = {}): boolean {
  return judgeSyncWindows({ windows, app: APP, now: NOW, manual: false, ...more }).permitted;
}

test.each<[string, boolean, readonly SyncWindow[], { manual?: boolean; startedAt?: number }?]>([
  ['no window', true, []],
  ['an active deny', false, [night]],
  ['an inactive deny', true, [{ ...noon, kind: 'deny' }]],
  ['an active allow', true, [nightAllow]],
  ['an inactive allow closes', false, [noon]],
  ['one active allow of two', true, [noon, nightAllow]],
  ['an active deny beats an active allow', false, [nightAllow, night]],
  ['a window of another application', true, [{ ...night, applications: ['api'] }]],
  ['any selector is enough', false, [{ ...night, applications: ['api'], namespaces: ['shop'] }]],
  ['all selectors are needed', true, [{ ...night, applications: ['api'], namespaces: ['shop'], andOperator: true }]],
  ['by name of the cluster', false, [{ kind: 'deny', schedule: '0 22 * * *', duration: '1h', clusters: ['a'] }]],
  ['manual inside a deny that lets it', true, [{ ...night, manualSync: true }], { manual: true }],
  ['all active denies have to let it', false, [{ ...night, manualSync: true }, night], { manual: true }],
  ['manual outside an allow that lets it', true, [{ ...noon, manualSync: true }], { manual: true }],
  ['a running operation over the edge', true, [{ ...night, syncOverrun: true }], { startedAt: NOW - 3_600_000 }],
  ['a running operation that began inside', false, [{ ...night, syncOverrun: true }], { startedAt: NOW - 60_000 }],
  ['a zone', true, [{ ...night, timeZone: 'Asia/Tokyo' }]],
  ['a schedule that cannot be read', false, [{ ...night, schedule: 'x' }]],
])('%s', (_reason, expected, windows, more) => {
  expect(permitted(windows, more)).toBe(expected);
});

test('says when the answer can change: at the end of an open window, just after the start of the next', () => {
  const wake = (windows: readonly SyncWindow[]) =>
    new Date(judgeSyncWindows({ windows, app: APP, now: NOW, manual: false }).wakeAt ?? 0).toISOString();
  expect(wake([night])).toBe('2026-01-01T23:00:00.000Z');
  expect(wake([noon])).toBe('2026-01-02T12:00:00.001Z');
  expect(wake([{ ...night, schedule: '0 20-22 * * *', duration: '90m' }])).toBe('2026-01-01T23:30:00.000Z');
  expect(wake([{ ...night, schedule: '* * * * *' }])).toBe('2026-01-01T23:31:00.000Z');
  expect(wake([noon, night])).toBe('2026-01-01T23:00:00.000Z');
});

test('names the window that refuses', () => {
  const { reason } = judgeSyncWindows({ windows: [night], app: APP, now: NOW, manual: false });
  expect(reason).toBe("deny window '0 22 * * * for 1h' is active");
});
