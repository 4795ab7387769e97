import { expect, test } from 'vitest';
import type { Application } from '../../api/application/fields.ts';
import { parseResources } from './resource-argument.ts';
import { resourcesToSync, type SyncFlags, syncRequest } from './sync-request.ts';

const PLAIN = { prune: false, dryRun: false, strategy: { hook: { force: false } } };
const cases: readonly [string, SyncFlags, object][] = [
  ['nothing is asked for', { retryLimit: 0 }, PLAIN],
  [
    'no hooks, by force',
    { strategy: 'apply', force: true, prune: true, dryRun: true, revision: 'v1' },
    { revision: 'v1', prune: true, dryRun: true, strategy: { apply: { force: true } } },
  ],
  [
    'options replace those of the Application',
    { replace: true, serverSide: true, applyOutOfSyncOnly: true },
    { ...PLAIN, syncOptions: { items: ['Replace=true', 'ServerSideApply=true', 'ApplyOutOfSyncOnly=true'] } },
  ],
  [
    'retries as usual',
    { retryLimit: 3 },
    { ...PLAIN, retryStrategy: { limit: 3, backoff: { duration: '5s', factor: 2, maxDuration: '3m0s' } } },
  ],
  [
    'retries of a kind of their own',
    {
      retryLimit: -1,
      retryRefresh: true,
      retryBackoffDuration: '1s',
      retryBackoffMaxDuration: '9s',
      retryBackoffFactor: 3,
    },
    {
      ...PLAIN,
      retryStrategy: { limit: -1, refresh: true, backoff: { duration: '1s', factor: 3, maxDuration: '9s' } },
    },
  ],
  ['notes', { info: ['a=1', 'a=2'] }, { ...PLAIN, infos: [{ name: 'a', value: '2' }] }],
];

test.each(cases)('%s', (_reason, flags, request) => {
  expect(syncRequest(flags, [])).toEqual(request);
});

test.each([
  ['a strategy that is none', { strategy: 'fast' }, "Unknown sync strategy: 'fast'"],
  ['a note without a value', { info: ['a'] }, 'labels should have key=value, but instead got: a'],
])('%s is refused', (_reason, flags, message) => {
  expect(() => syncRequest(flags, [])).toThrow(message);
});

test('resources that are not there are an error, not a sync of everything', () => {
  const wanted = parseResources(['!apps:Deployment:n/web', ':Service:x']);
  const message = 'No matching app resources found for resource filter: !apps:Deployment:n/web, :Service:x';
  expect(() => resourcesToSync({ status: {} } as Application, wanted)).toThrow(message);
});
