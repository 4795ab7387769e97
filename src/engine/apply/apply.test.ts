import { expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { BUILTIN_SCHEMAS } from '../../kube/merge-schema/builtin-schema.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { readSyncOptions } from '../sync/sync-options.ts';
import { planApply } from './client-side.ts';
import { clientSideAppliers, migrationPatch } from './field-managers.ts';
import { LAST_APPLIED_ANNOTATION, lastAppliedOf, withLastApplied } from './last-applied.ts';
import { missingLastAppliedWarning, printedName } from './messages.ts';
import { applyMode } from './mode.ts';
import { planRbacReconcile } from './rbac-reconcile.ts';
import { withIgnoredAsLive } from './respect-ignored.ts';

function map(data: Json, metadata: KubeObject['metadata'] = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', ...metadata }, data };
}

test('what is applied stands in the annotation as kubectl writes it', () => {
  const object = withLastApplied(map({ b: '2', a: '1' }));
  expect(object.metadata.annotations?.[LAST_APPLIED_ANNOTATION]).toBe(
    '{"apiVersion":"v1","data":{"a":"1","b":"2"},"kind":"ConfigMap","metadata":{"annotations":{},"name":"a"}}\n',
  );
  expect(withLastApplied(object)).toEqual(object);
  expect(lastAppliedOf(object)).toMatchObject({ data: { a: '1', b: '2' } });
  expect(lastAppliedOf(map({}, { annotations: { [LAST_APPLIED_ANNOTATION]: 'no json' } }))).toBeUndefined();
});

test('a creation leaves null members out, its annotation keeps them', () => {
  const plan = planApply(map({ key: 'one', gone: null }), undefined, BUILTIN_SCHEMAS);
  if (plan.kind !== 'create') throw new Error(plan.kind);
  expect(plan.object['data']).toEqual({ key: 'one' });
  expect(lastAppliedOf(plan.object)).toMatchObject({ data: { key: 'one', gone: null } });
});

test('patches: nothing to do, strategic for known kinds, merge for others, a warning without last-applied', () => {
  const live = withLastApplied(map({ a: '1', b: '2' }));
  expect(planApply(map({ a: '1', b: '2' }), live, BUILTIN_SCHEMAS)).toEqual({ kind: 'unchanged' });
  expect(planApply(map({ a: '1' }), live, BUILTIN_SCHEMAS)).toMatchObject({
    kind: 'patch',
    type: 'strategic',
    patch: { data: { b: null } },
    firstApply: false,
  });
  expect(planApply(map({ a: '1' }), map({ a: '1', b: '2' }), BUILTIN_SCHEMAS)).toMatchObject({ firstApply: true });
  const custom = { ...map({}), apiVersion: 'x.example.com/v1', kind: 'Thing', spec: { a: 1 } };
  expect(planApply(custom, withLastApplied({ ...custom, spec: { a: 2 } }), BUILTIN_SCHEMAS)).toMatchObject({
    type: 'merge',
  });
});

test.each([
  ['nothing said', {}, [], { kind: 'client-side', force: false }],
  ['the operation asks for server-side apply', {}, ['ServerSideApply=true'], { kind: 'server-side' }],
  [
    'the object refuses it',
    { 'argocd.argoproj.io/sync-options': 'ServerSideApply=false' },
    ['ServerSideApply=true'],
    { kind: 'client-side' },
  ],
  ['Replace beats it', {}, ['ServerSideApply=true', 'Replace=true'], { kind: 'replace' }],
  [
    'Force of the object',
    { 'argocd.argoproj.io/sync-options': 'Force=true' },
    [],
    { kind: 'client-side', force: true },
  ],
  ['no migration', {}, ['ClientSideApplyMigration=false'], { migrateFrom: undefined }],
  [
    'migration from another manager',
    { 'argocd.argoproj.io/client-side-apply-migration-manager': 'flux' },
    [],
    { migrateFrom: 'flux' },
  ],
])('mode: %s', (_reason, annotations, options, expected) => {
  expect(applyMode(map({}, { annotations }), readSyncOptions(options), false)).toMatchObject(expected);
});

test('fields of client-side managers move to the one that applies', () => {
  const own = { 'f:data': { 'f:a': {} } };
  const theirs = {
    'f:data': { 'f:b': {} },
    'f:metadata': { 'f:annotations': { [`f:${LAST_APPLIED_ANNOTATION}`]: {} } },
  };
  const live = map(
    {},
    {
      resourceVersion: '7',
      managedFields: [
        { manager: 'argocd-controller', operation: 'Apply', fieldsV1: own },
        { manager: 'kubectl-client-side-apply', operation: 'Update', fieldsV1: theirs },
        { manager: 'other', operation: 'Update', fieldsV1: own },
      ],
    },
  );
  expect(clientSideAppliers(live)).toEqual(['kubectl-client-side-apply']);
  expect(migrationPatch(live, ['nobody'], 'argocd-controller')).toBeUndefined();
  expect(migrationPatch(live, ['kubectl-client-side-apply'], 'argocd-controller')).toEqual([
    {
      op: 'replace',
      path: '/metadata/managedFields',
      value: [
        {
          manager: 'argocd-controller',
          operation: 'Apply',
          fieldsV1: { 'f:data': { 'f:a': {}, 'f:b': {} }, 'f:metadata': theirs['f:metadata'] },
        },
        { manager: 'other', operation: 'Update', fieldsV1: own },
      ],
    },
    { op: 'replace', path: '/metadata/resourceVersion', value: '7' },
  ]);
});

const RULE = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const role = (rules: Json): KubeObject => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  metadata: { name: 'r' },
  rules,
});

test('RBAC kinds are reconciled first, and say what was missing and what was too much', () => {
  expect(planRbacReconcile(role([RULE]), undefined).notes).toBe(
    'reconciliation required create\n\tmissing rules added:\n\t\t{Verbs:[get] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}',
  );
  expect(planRbacReconcile(role([RULE]), role([RULE]))).toEqual({ operation: 'none', object: undefined, notes: '' });
  const other = { ...RULE, verbs: ['list'] };
  expect(planRbacReconcile(role([RULE]), role([other])).object?.['rules']).toEqual([RULE]);
  const binding = (roleRef: Json, subjects: Json): KubeObject => ({
    ...role([]),
    kind: 'RoleBinding',
    roleRef,
    subjects,
  });
  const user = { kind: 'User', name: 'u' };
  const stored = { ...user, apiGroup: 'rbac.authorization.k8s.io' };
  expect(planRbacReconcile(binding({ name: 'r' }, [user]), binding({ name: 'r' }, [stored])).operation).toBe('none');
  expect(planRbacReconcile(binding({ name: 'r' }, []), binding({ name: 's' }, [])).operation).toBe('recreate');
});

test('ignored fields are taken from what is live, whole lists of others are not', () => {
  const options = {
    jqTimeout: 1000,
    rules: [{ kind: 'ConfigMap', jsonPointers: ['/data/key', '/data/absent'] }],
    schemas: BUILTIN_SCHEMAS,
  };
  const target = map({ key: 'git', absent: 'git', other: '2' });
  expect(withIgnoredAsLive(target, map({ key: 'live', other: '1' }), options)['data']).toEqual({
    key: 'live',
    other: '2',
  });
});

test('sentences', () => {
  expect(printedName({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' } })).toBe(
    'deployment.apps/web',
  );
  expect(printedName(map({}))).toBe('configmap/a');
  expect(missingLastAppliedWarning('configmaps', 'a')).toMatch(
    /^Warning: resource configmaps\/a is missing .* required by {2}apply\. {2}apply /,
  );
});
