/** What flags make of a sync policy: each case one line of `app set`. */
import { expect, test } from 'vitest';
import type { SyncPolicy } from '../../../api/application/fields.ts';
import { changedSyncPolicy } from './change-sync-policy.ts';
import type { GivenFlags } from './given-flags.ts';

const HEALED: SyncPolicy = { automated: { selfHeal: true }, syncOptions: ['A=1', 'B=2'] };

const cases: readonly [reason: string, before: SyncPolicy | undefined, given: GivenFlags, after: unknown][] = [
  ['nothing said, nothing there', undefined, {}, undefined],
  ['nothing said', HEALED, {}, HEALED],
  ['automation begins anew', HEALED, { 'sync-policy': 'auto' }, { ...HEALED, automated: {} }],
  ['by hand, and nothing else is left', { automated: {} }, { 'sync-policy': 'manual' }, undefined],
  [
    'a switch before automation leaves it off',
    undefined,
    { 'auto-prune': true },
    { automated: { enabled: false, prune: true } },
  ],
  [
    'a switch may be taken away',
    { automated: { prune: true } },
    { 'auto-prune': false },
    { automated: { prune: false } },
  ],
  ['an option that is there stays once', HEALED, { 'sync-option': ['A=1'] }, HEALED],
  [
    'an option is removed, another added',
    HEALED,
    { 'sync-option': ['!A=1', 'C=3'] },
    { ...HEALED, syncOptions: ['B=2', 'C=3'] },
  ],
  ['the last option is removed', { syncOptions: ['A=1'] }, { 'sync-option': ['!A=1'] }, undefined],
  [
    'a limit brings the usual back-off',
    undefined,
    { 'sync-retry-limit': '2' },
    { retry: { limit: 2, backoff: { duration: '5s', factor: 2, maxDuration: '3m0s' } } },
  ],
  ['a limit of nothing ends retries', { retry: { limit: 2 } }, { 'sync-retry-limit': '0' }, undefined],
  [
    'the newest revision',
    { retry: { limit: 2 } },
    { 'sync-retry-refresh': true },
    { retry: { limit: 2, refresh: true } },
  ],
];

test.each(cases)('%s', (_reason, before, given, after) => {
  expect(changedSyncPolicy(before, given)).toEqual(after);
});

test.each<[GivenFlags, string]>([
  [{ 'sync-policy': 'sometimes' }, 'Invalid sync-policy: sometimes'],
  [{ 'sync-retry-limit': '-1' }, 'Invalid sync-retry-limit [-1]'],
])('%j is refused', (given, message) => {
  expect(() => changedSyncPolicy(undefined, given)).toThrow(message);
});
