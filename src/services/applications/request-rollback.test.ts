import { describe, expect, test } from 'vitest';
import type { Application } from '../../api/application/fields.ts';
import { rollbackOf } from './request-rollback.ts';

const SOURCE = { repoURL: 'https://git.test/a', path: 'old', targetRevision: 'main' };
const HISTORY = [
  { id: 0, revision: 'c0', source: { repoURL: '' } },
  { id: 4, revision: 'c4', source: SOURCE, deployedAt: '2024-05-01T10:00:00Z' },
  { id: 5, revisions: ['c5', '1.0.0'], sources: [SOURCE, { repoURL: 'https://charts.test', chart: 'b' }] },
];

function application(parts: { readonly metadata?: object; readonly spec?: object; readonly status?: object } = {}) {
  const spec = { destination: {}, project: 'default', source: SOURCE, ...parts.spec };
  const metadata = { name: 'web', namespace: 'argocd', ...parts.metadata };
  return { metadata, spec, status: { history: HISTORY, ...parts.status } } as unknown as Application;
}

function rollback(app: Application, id: number, more: { readonly prune?: boolean; readonly dryRun?: boolean } = {}) {
  return rollbackOf(app, { rollback: { name: 'web', id, ...more }, username: 'alice' }, 'argocd');
}

describe('a rollback', () => {
  test.each([
    [
      'of one source goes to what stood there then',
      rollback(application(), 4, { prune: true }),
      { revision: 'c4', prune: true, source: SOURCE, syncStrategy: { apply: {} } },
    ],
    [
      'of several sources goes to all of them',
      rollback(application({ spec: { syncPolicy: { syncOptions: ['CreateNamespace=true'] } } }), 5, { dryRun: true }),
      {
        revisions: ['c5', '1.0.0'],
        sources: HISTORY[2]?.sources,
        dryRun: true,
        syncOptions: ['CreateNamespace=true'],
        syncStrategy: { apply: {} },
      },
    ],
    [
      'takes no part of the retry rule of the Application',
      rollback(application({ spec: { syncPolicy: { retry: { limit: 5 } } } }), 4),
      { revision: 'c4', source: SOURCE, syncStrategy: { apply: {} } },
    ],
  ])('%s', (_reason, operation, sync) => {
    expect(operation).toEqual({ initiatedBy: { username: 'alice' }, sync });
  });

  test.each([
    [
      'with automated sync',
      application({ spec: { syncPolicy: { automated: {} } } }),
      4,
      'rollback cannot be initiated when auto-sync is enabled',
    ],
    [
      'of what is being deleted',
      application({ metadata: { deletionTimestamp: '2024-05-01T10:00:00Z' } }),
      4,
      'application is deleting',
    ],
    ['to no entry', application(), 7, 'application web does not have deployment with id 7'],
    [
      'to no entry, in another namespace',
      application({ metadata: { namespace: 'team' } }),
      7,
      'application team/web does not have deployment with id 7',
    ],
    [
      'to an entry that names no source',
      application(),
      0,
      'cannot rollback to revision deployed with Argo CD v0.11 or lower. sync to revision instead.',
    ],
    [
      'beside another operation',
      application({ status: { operationState: { phase: 'Running' } } }),
      4,
      'another operation is already in progress',
    ],
  ])('is refused %s', (_reason, app, id, message) => {
    expect(() => rollback(app, id)).toThrow(message);
  });

  test('where auto-sync is switched off by its own field, it may be', () => {
    const spec = { syncPolicy: { automated: { enabled: false } } };
    expect(rollback(application({ spec }), 4).sync?.revision).toBe('c4');
  });
});
