import { expect, test } from 'vitest';
import type { Application } from '../../api/application/fields.ts';
import type { ApplicationSyncRequest } from '../../api/methods/application-messages.ts';
import { createMemoryEvents } from '../../testkit/memory-events.ts';
import { syncDeed, tell } from './tell.ts';

const REPOSITORY = { repoURL: 'https://git.test/a' };
const one = { spec: { source: { ...REPOSITORY, targetRevision: 'main' } } } as unknown as Application;
const two = {
  spec: { sources: [{ ...REPOSITORY, targetRevision: 'main' }, REPOSITORY] },
} as unknown as Application;

const cases: readonly [string, Application, Omit<ApplicationSyncRequest, 'name'>, string][] = [
  ['to its target', one, {}, 'initiated sync to main'],
  ['to another revision', one, { revision: 'v1' }, 'initiated sync to v1'],
  ['of some resources', one, { resources: [{ kind: 'Service', name: 'web' }] }, 'initiated partial sync to main'],
  ['of files that were sent', one, { manifests: ['{}'], revision: 'v1' }, 'initiated sync locally'],
  ['of several sources, one without a target', two, {}, 'initiated sync to main,HEAD'],
  ['of one of several', two, { revisions: ['v2'], sourcePositions: [2] }, 'initiated sync to main,v2'],
];

test.each(cases)('a sync %s', (_reason, app, sync, deed) => {
  expect(syncDeed(app, { name: 'web', ...sync })).toBe(deed);
});

test('nobody known is said to be nobody known', () => {
  const events = createMemoryEvents();
  const metadata = { name: 'web', namespace: 'argocd', uid: 'u', resourceVersion: '7' };
  tell({ events }, { metadata } as Application, {
    reason: 'ResourceDeleted',
    username: '',
    what: 'deleted application',
  });
  expect(events.events).toEqual([
    {
      type: 'Normal',
      reason: 'ResourceDeleted',
      subject: { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', ...metadata },
      message: 'Unknown user deleted application',
    },
  ]);
});
