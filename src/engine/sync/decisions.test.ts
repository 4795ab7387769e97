import { expect, test } from 'vitest';
import { type AutoSync, type AutoSyncInput, decideAutoSync } from './auto-sync.ts';
import { withHistoryEntry } from './history.ts';
import { isApproved } from './prune.ts';
import { kitchenTime, mayRetry, retryWait } from './retry.ts';
import { DEFAULT_SELF_HEAL, planHeal } from './self-heal.ts';
import { settledness } from './settled.ts';

const OUT = { kind: 'ConfigMap', name: 'a', status: 'OutOfSync' };
const GONE = { kind: 'ConfigMap', name: 'b', status: 'OutOfSync', requiresPruning: true };
const AUTOMATION = { enabled: true, prune: false, selfHeal: false, allowEmpty: false };
const SYNCED = {
  ...{ same: true, revisions: ['abc'], successful: true, message: '' },
  ...{ attempts: 0, finishedAt: 0, wasSynced: false },
};
const BASE: AutoSyncInput = {
  automation: AUTOMATION,
  operationPending: false,
  deleting: false,
  syncStatus: 'OutOfSync',
  revisions: ['abc'],
  resources: [OUT],
  last: undefined,
  windowOpen: true,
  now: 100_000,
  backoff: DEFAULT_SELF_HEAL,
};
const none = (why: string, wakeAt?: number): AutoSync => ({ kind: 'none', why, wakeAt });

const AUTO: readonly { reason: string; input: Partial<AutoSyncInput>; answer: AutoSync }[] = [
  { reason: 'out of sync, never tried', input: {}, answer: { kind: 'sync' } },
  { reason: 'no policy', input: { automation: undefined }, answer: none('automation is off') },
  {
    reason: 'switched off',
    input: { automation: { ...AUTOMATION, enabled: false } },
    answer: none('automation is off'),
  },
  {
    reason: 'one operation at a time',
    input: { operationPending: true },
    answer: none('another operation is in progress'),
  },
  { reason: 'being deleted', input: { deleting: true }, answer: none('the application is being deleted') },
  {
    reason: 'unknown is no reason to act',
    input: { syncStatus: 'Unknown' },
    answer: none('the application is Unknown'),
  },
  {
    reason: 'only pruning is left, and it is off (recording 151)',
    input: { resources: [GONE] },
    answer: none('what differs needs pruning, and automated pruning is off'),
  },
  { reason: 'a closed window', input: { windowOpen: false }, answer: none('a sync window blocks automation') },
  {
    reason: 'a failed revision is not repeated (recording 157)',
    input: { last: { ...SYNCED, successful: false, message: 'broken' } },
    answer: { kind: 'refused', message: 'Failed last sync attempt to [abc]: broken' },
  },
  {
    reason: 'nor is another commit of the same files, and the one that failed is named',
    input: { revisions: ['def'], last: { ...SYNCED, successful: false, message: 'broken' } },
    answer: { kind: 'refused', message: 'Failed last sync attempt to [abc]: broken' },
  },
  {
    reason: 'another revision is tried',
    input: { last: { ...SYNCED, same: false, successful: false } },
    answer: { kind: 'sync' },
  },
  {
    reason: 'drift without self-healing stays (recording 153)',
    input: { last: SYNCED },
    answer: none('these revisions were synced, and self-healing is off'),
  },
  {
    reason: 'would wipe out everything',
    input: { automation: { ...AUTOMATION, prune: true }, resources: [GONE] },
    answer: { kind: 'refused', message: 'Skipping sync attempt to [abc]: auto-sync will wipe out all resources' },
  },
  {
    reason: 'may wipe out everything',
    input: { automation: { ...AUTOMATION, prune: true, allowEmpty: true }, resources: [GONE] },
    answer: { kind: 'sync' },
  },
  {
    reason: 'drift is healed, restricted to what differs (recording 155)',
    input: {
      automation: { ...AUTOMATION, selfHeal: true },
      last: SYNCED,
      resources: [OUT, { ...OUT, name: 'c', status: 'Synced' }],
    },
    answer: { kind: 'heal', attempt: 1, resources: [{ kind: 'ConfigMap', name: 'a' }] },
  },
  {
    reason: 'a heal that did not hold is repeated later',
    input: { automation: { ...AUTOMATION, selfHeal: true }, last: { ...SYNCED, attempts: 1, finishedAt: 99_000 } },
    answer: none('the last heal did not hold; waiting before the next', 101_000),
  },
];

test.each(AUTO)('automation: $reason', ({ input, answer }) => {
  expect(decideAutoSync({ ...BASE, ...input })).toEqual(answer);
});

test.each([
  { reason: 'first heal at once', attempts: 0, ago: 0, at: 0, attempt: 1 },
  { reason: 'second after 2 s', attempts: 1, ago: 1, at: 1999, attempt: 2 },
  { reason: 'third after 6 s', attempts: 2, ago: 1, at: 5999, attempt: 3 },
  { reason: 'capped at 5 min', attempts: 9, ago: 1, at: 299_999, attempt: 10 },
  { reason: 'the pause is over', attempts: 1, ago: 3000, at: -1000, attempt: 2 },
  { reason: 'it held: counting starts anew', attempts: 3, ago: 40_000, at: 0, attempt: 1 },
  { reason: 'synced in between: at once', attempts: 1, ago: 10, wasSynced: true, at: 0, attempt: 2 },
  { reason: 'synced in between, four times', attempts: 4, ago: 10, wasSynced: true, at: 0, attempt: 5 },
  { reason: 'somebody fights: pauses begin', attempts: 5, ago: 10, wasSynced: true, at: 1990, attempt: 6 },
  { reason: 'somebody fights on', attempts: 6, ago: 10, wasSynced: true, at: 5990, attempt: 7 },
])('self-heal: $reason', ({ attempts, ago, at, attempt, wasSynced = false }) => {
  const now = 1_000_000;
  expect(planHeal({ attempts, finishedAt: now - ago, wasSynced }, now)).toEqual({ at: now + at, attempt });
});

test.each([
  {
    reason: 'defaults: 5 s doubled',
    retry: undefined,
    waits: [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 180_000],
  },
  { reason: 'constant', retry: { backoff: { duration: '3s', factor: 1 } }, waits: [3_000, 3_000] },
  {
    reason: 'a bare number is seconds',
    retry: { backoff: { duration: '7', maxDuration: '10' } },
    waits: [7_000, 10_000],
  },
])('retry: $reason', ({ retry, waits }) => {
  expect(waits.map((_, count) => retryWait(retry, count))).toEqual(waits);
});

test('retry limits', () => {
  expect([
    mayRetry(undefined, 0),
    mayRetry({ limit: 2 }, 1),
    mayRetry({ limit: 2 }, 2),
    mayRetry({ limit: -1 }, 99),
  ]).toEqual([false, true, false, true]);
  expect([0, 12 * 3600_000, 13 * 3600_000 + 5 * 60_000].map(kitchenTime)).toEqual(['12:00AM', '12:00PM', '1:05PM']);
});

test('history keeps the newest entries and counts on', () => {
  const entry = (id: number) => ({ id });
  expect(withHistoryEntry([], entry, undefined)).toEqual([{ id: 0 }]);
  expect(withHistoryEntry([{ id: 4 }, { id: 5 }], entry, 2)).toEqual([{ id: 5 }, { id: 6 }]);
  expect(withHistoryEntry([{ id: 4 }], entry, 0)).toEqual([]);
});

test('an approval counts from the second of the start on', () => {
  const start = Date.parse('2026-01-01T00:00:05.700Z');
  expect(isApproved('2026-01-01T00:00:05Z', start)).toBe(true);
  expect(isApproved('2026-01-01T00:00:04Z', start)).toBe(false);
  expect(isApproved('soon', start)).toBe(false);
});

test.each([
  {
    reason: 'unchanged waits for nothing',
    change: 'unchanged',
    status: { phase: 'x' },
    now: 0,
    answer: { settled: true },
  },
  {
    reason: 'generation not yet observed',
    change: 'changed',
    status: { observedGeneration: 1 },
    now: 9e9,
    answer: { settled: false, until: undefined },
  },
  {
    reason: 'generation observed',
    change: 'changed',
    status: { observedGeneration: 2 },
    now: 0,
    answer: { settled: true },
  },
  {
    reason: 'old status without observedGeneration',
    change: 'changed',
    status: { phase: 'x' },
    now: 1_999,
    answer: { settled: false, until: 2_000 },
  },
  { reason: 'patience is over', change: 'changed', status: { phase: 'x' }, now: 2_000, answer: { settled: true } },
  { reason: 'its status has changed', change: 'changed', status: { phase: 'y' }, now: 0, answer: { settled: true } },
  { reason: 'created without a status', change: 'created', status: undefined, now: 0, answer: { settled: true } },
] as const)('settled: $reason', ({ change, status, now, answer }) => {
  const base = { apiVersion: 'v1', kind: 'Gate', metadata: { name: 'g', generation: 2 } };
  const live = status === undefined ? base : { ...base, status };
  expect(settledness(live, { answer: { ...base, status: { phase: 'x' } }, change, at: 0 }, now)).toEqual(answer);
});
