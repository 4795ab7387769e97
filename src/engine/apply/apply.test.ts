import { expect, test } from 'vitest';
import type { Json } from '../../base/json-value.ts';
import { BUILTIN_SCHEMAS } from '../../kube/merge-schema/builtin-schema.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { readSyncOptions } from '../sync/sync-options.ts';
import { planApply } from './client-side.ts';
import { clientSideAppliers, migrationPatch } from './field-managers.ts';
import { LAST_APPLIED_ANNOTATION, lastAppliedOf, withLastApplied } from './last-applied.ts';
import { missingLastAppliedWarning, printedName } from './messages.ts';
import { metadataFault } from './metadata-fault.ts';
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

const permission = (more: object): Json => ({ apiGroups: [''], resources: ['pods'], verbs: ['get'], ...more });
const NONE = { operation: 'none', object: undefined, notes: '' };

test.each<[string, Json, Json, Json | undefined]>([
  ['a rule that is there', [RULE], [RULE], undefined],
  ['rules in another order and form give the same', [RULE], [permission({ verbs: ['list', 'get'] })], undefined],
  ['what is too much is left to the apply', [], [RULE], undefined],
  ['a star gives everything', [permission({ resources: ['pods/log'] })], [permission({ resources: ['*'] })], undefined],
  [
    'a subresource of all',
    [permission({ resources: ['a/scale'] })],
    [permission({ resources: ['*/scale'] })],
    undefined,
  ],
  ['named ones of all', [permission({ resourceNames: ['x'] })], [RULE], undefined],
  ['all of named ones', [RULE], [permission({ resourceNames: ['x'] })], [permission({ resourceNames: ['x'] }), RULE]],
  [
    'each missing permission is a rule',
    [permission({ verbs: ['get', 'list', 'watch'] })],
    [RULE],
    [RULE, permission({ verbs: ['list'] }), permission({ verbs: ['watch'] })],
  ],
  [
    'paths',
    [{ nonResourceURLs: ['/a/b', '/c'], verbs: ['get'] }],
    [{ nonResourceURLs: ['/a/*'], verbs: ['*'] }],
    [
      { nonResourceURLs: ['/a/*'], verbs: ['*'] },
      { nonResourceURLs: ['/c'], verbs: ['get'] },
    ],
  ],
])('a role is reconciled before it is applied: %s', (_reason, wanted, present, written) => {
  const plan = planRbacReconcile(role(wanted), role(present));
  if (written === undefined) return expect(plan).toEqual(NONE);
  expect(plan.operation).toBe('update');
  expect(plan.object?.['rules']).toEqual(written);
});

test('what a role lacks is told', () => {
  const line = '{Verbs:[get] APIGroups:[] Resources:[pods] ResourceNames:[] NonResourceURLs:[]}';
  const told = (operation: string) => `reconciliation required ${operation}\n\tmissing rules added:\n\t\t${line}`;
  expect(planRbacReconcile(role([RULE]), undefined).notes).toBe(told('create'));
  expect(planRbacReconcile(role([RULE]), role([])).notes).toBe(told('update'));
});

test('reconciling a role keeps live annotations, and leaves one alone that has opted out', () => {
  const named = (annotations: Record<string, string>) => ({ ...role([]), metadata: { name: 'r', annotations } });
  const plan = planRbacReconcile(named({ a: 'wanted', b: 'new' }), named({ a: 'live' }));
  expect(plan.object?.metadata.annotations).toEqual({ a: 'live', b: 'new' });
  const closed = { ...role([]), metadata: { name: 'r', annotations: { [OPT_OUT]: 'false' } } };
  const left = planRbacReconcile(role([RULE]), closed);
  expect(left.operation).toBe('none');
  expect(left.notes).toMatch(`reconciliation required update, but object opted out (${OPT_OUT}: false)`);
});

const OPT_OUT = 'rbac.authorization.kubernetes.io/autoupdate';

test('subjects of a binding are completed, another role makes it anew; a group that is not written differs', () => {
  const group = { apiGroup: 'rbac.authorization.k8s.io' };
  const binding = (roleRef: Json, subjects: Json): KubeObject => ({
    ...role([]),
    kind: 'RoleBinding',
    roleRef,
    subjects,
  });
  const stored = { ...group, kind: 'User', name: 'u' };
  const bare = { kind: 'User', name: 'u' };
  const account = { kind: 'ServiceAccount', name: 's', namespace: 'n' };
  const to = (name: string) => ({ ...group, kind: 'Role', name });
  expect(planRbacReconcile(binding(to('r'), [stored]), binding(to('r'), [stored]))).toEqual(NONE);
  const plan = planRbacReconcile(binding(to('r'), [bare, account, account]), binding(to('r'), [stored]));
  expect(plan.object?.['subjects']).toEqual([stored, bare, account]);
  expect(planRbacReconcile(binding(to('r'), []), binding(to('s'), [])).operation).toBe('recreate');
  const short = { kind: 'Role', name: 'r' };
  expect(planRbacReconcile(binding(short, []), binding(to('r'), [])).operation).toBe('recreate');
});

test.each<[string, object, string | undefined]>([
  ['texts', { labels: { a: 'b' }, annotations: {} }, undefined],
  ['a null is an empty text', { labels: { a: null } }, undefined],
  ['a number', { labels: { version: 1.5 } }, 'cannot unmarshal number into Go struct field ObjectMeta.metadata.labels'],
  [
    'a boolean',
    { annotations: { a: true } },
    'cannot unmarshal bool into Go struct field ObjectMeta.metadata.annotations',
  ],
  ['no map', { labels: ['a'] }, 'cannot unmarshal array into Go struct field ObjectMeta.metadata.labels'],
])('labels and annotations are texts: %s', (_reason, metadata, fault) => {
  const object = { ...role([]), metadata: { name: 'r', ...metadata } } as unknown as KubeObject;
  if (fault === undefined) expect(metadataFault(object)).toBeUndefined();
  else expect(metadataFault(object)).toContain(fault);
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
