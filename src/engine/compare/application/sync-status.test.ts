import { expect, test } from 'vitest';
import type { Application, ApplicationSpec } from '../../../api/application/fields.ts';
import { hasChangedNamespaceMetadata, syncStatusOf } from './sync-status.ts';

const SOURCE = { repoURL: 'https://git/a', path: '.' };
const SPEC: ApplicationSpec = { project: 'default', destination: { namespace: 'shop' }, source: SOURCE };

test('one source', () => {
  expect(syncStatusOf(SPEC, 'Synced', ['abc'])).toEqual({
    status: 'Synced',
    comparedTo: { source: SOURCE, destination: { namespace: 'shop' } },
    revision: 'abc',
  });
});

test('several sources win over the single one, rules are kept', () => {
  const ignoreDifferences = [{ kind: 'Secret', jsonPointers: ['/data'] }];
  expect(syncStatusOf({ ...SPEC, sources: [SOURCE, SOURCE], ignoreDifferences }, 'OutOfSync', ['a', 'b'])).toEqual({
    status: 'OutOfSync',
    comparedTo: { sources: [SOURCE, SOURCE], destination: { namespace: 'shop' }, ignoreDifferences },
    revisions: ['a', 'b'],
  });
});

test('metadata of the namespace against that of the last operation', () => {
  const app = (wanted: Record<string, string> | undefined, applied: Record<string, string> | undefined): Application =>
    ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'a' },
      spec: { ...SPEC, syncPolicy: wanted === undefined ? {} : { managedNamespaceMetadata: { labels: wanted } } },
      status: {
        operationState: {
          operation: {},
          phase: 'Succeeded',
          startedAt: '2026-01-01T00:00:00Z',
          syncResult: {
            revision: 'abc',
            ...(applied === undefined ? {} : { managedNamespaceMetadata: { labels: applied } }),
          },
        },
      },
    }) as Application;
  expect(hasChangedNamespaceMetadata(app({ a: 'b' }, { a: 'b' }))).toBe(false);
  expect(hasChangedNamespaceMetadata(app({ a: 'b' }, { a: 'c' }))).toBe(true);
  expect(hasChangedNamespaceMetadata(app({ a: 'b' }, undefined))).toBe(true);
  expect(hasChangedNamespaceMetadata(app(undefined, { a: 'b' }))).toBe(false);
});
