import { expect, test } from 'vitest';
import type { Application } from '../../../api/application/fields.ts';
import { LIST_COLUMNS, listRow, resourceTable, summary } from './application.ts';
import { formatTable } from './table.ts';

const app = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'web', namespace: 'argocd' },
  spec: {
    destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
    project: 'default',
    source: { repoURL: 'http://git/a.git', path: 'web', targetRevision: 'main' },
    syncPolicy: { automated: { prune: true } },
  },
  status: {
    sync: { status: 'OutOfSync', revision: '0123456789012345678901234567890123456789' },
    health: { status: 'Healthy' },
    conditions: [
      { type: 'InvalidSpecError', message: 'a' },
      { type: 'InvalidSpecError', message: 'b' },
    ],
    resources: [
      { kind: 'ConfigMap', namespace: 'shop', name: 'flags', status: 'OutOfSync' },
      {
        group: 'apps',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'web',
        status: 'Synced',
        health: { status: 'Healthy' },
      },
    ],
    operationState: {
      syncResult: {
        resources: [
          {
            group: '',
            kind: 'Namespace',
            namespace: '',
            name: 'shop',
            hookPhase: 'Running',
            status: 'Synced',
            message: 'namespace/shop created',
          },
          {
            group: '',
            kind: 'ConfigMap',
            namespace: 'shop',
            name: 'flags',
            hookPhase: 'Running',
            status: 'Synced',
            message: 'configmap/flags created',
          },
        ],
      },
    },
  },
} as unknown as Application;

test('a row of the list', () => {
  expect(formatTable([LIST_COLUMNS, listRow(app)])).toBe(
    [
      'NAME        CLUSTER                         NAMESPACE  PROJECT  STATUS     HEALTH   SYNCPOLICY  CONDITIONS           REPO              PATH  TARGET',
      'argocd/web  https://kubernetes.default.svc  shop       default  OutOfSync  Healthy  Auto-Prune  InvalidSpecError(2)  http://git/a.git  web   main',
      '',
    ].join('\n'),
  );
});

test('the facts of app get', () => {
  const fine = { ...app, status: { ...app.status, conditions: [] } };
  expect(summary(fine, 'http://127.0.0.1:1')).toBe(
    [
      'Name:               argocd/web',
      'Project:            default',
      'Server:             https://kubernetes.default.svc',
      'Namespace:          shop',
      'URL:                http://127.0.0.1:1/applications/web',
      'Source:',
      '- Repo:             http://git/a.git',
      '  Target:           main',
      '  Path:             web',
      'SyncWindow:         Sync Allowed',
      'Sync Policy:        Automated (Prune)',
      'Sync Status:        OutOfSync from main (0123456)',
      'Health Status:      Healthy',
      '',
    ].join('\n'),
  );
});

test('results of the last operation come first, then what it did not touch', () => {
  expect(resourceTable(app)).toBe(
    [
      'GROUP  KIND        NAMESPACE  NAME   STATUS     HEALTH   HOOK  MESSAGE',
      '       Namespace              shop   Running    Synced         namespace/shop created',
      '       ConfigMap   shop       flags  OutOfSync                 configmap/flags created',
      'apps   Deployment  shop       web    Synced     Healthy        ',
      '',
    ].join('\n'),
  );
});
