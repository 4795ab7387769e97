import { expect, test } from 'vitest';
import type { KubeObject } from '../../../kube/object/kube-object.ts';
import { health } from '../../health/health.ts';
import { readSyncOptions } from '../../sync/sync-options.ts';
import { type Tracking, withTracking } from '../../tracking/tracking.ts';
import { DEFAULT_COMPARE_OPTIONS } from '../compare-options.ts';
import { type ApplicationContext, compareApplication } from './compare-application.ts';
import { comparisonHealth } from './comparison-health.ts';
import { orphansOf, orphanWarnings } from './orphans.ts';
import { prepareTargets, type TargetContext } from './prepare-targets.ts';

const TRACKING: Tracking = { method: 'annotation', labelKey: 'app.kubernetes.io/instance', installationId: '' };
const APP = { namespace: 'argocd', name: 'shop', instance: 'shop' };
const CLUSTER_KINDS = ['Namespace', 'ClusterRole', 'CustomResourceDefinition'];
const KNOWN_KINDS = [...CLUSTER_KINDS, 'ConfigMap', 'Secret', 'Lease'];
const isNamespaced = (_group: string, kind: string) =>
  KNOWN_KINDS.includes(kind) ? !CLUSTER_KINDS.includes(kind) : undefined;

const TARGETS: TargetContext = {
  instance: 'shop',
  destinationNamespace: 'store',
  tracking: TRACKING,
  isNamespaced,
  isExcluded: (_group, kind) => kind === 'Lease',
};

const CONTEXT: ApplicationContext = {
  app: APP,
  tracking: TRACKING,
  project: {
    destinations: [{ server: '*', namespace: '*' }],
    clusterResourceWhitelist: [{ group: '', kind: 'Namespace' }],
    namespaceResourceBlacklist: [{ group: '', kind: 'Secret' }],
  },
  cluster: { server: 'https://kubernetes.default.svc', name: 'in-cluster' },
  isNamespaced,
  options: DEFAULT_COMPARE_OPTIONS,
};

function object(kind: string, name: string, more: Partial<KubeObject['metadata']> = {}): KubeObject {
  return { apiVersion: 'v1', kind, metadata: { name, ...more } };
}

function prepared(...manifests: readonly KubeObject[]): readonly KubeObject[] {
  return prepareTargets(manifests, TARGETS).objects;
}

function annotated(name: string, annotations: Record<string, string>): KubeObject {
  return object('ConfigMap', name, { annotations });
}

function rows(targets: readonly KubeObject[] | undefined, live: readonly KubeObject[]): readonly string[] {
  const { resources, status } = compareApplication({ targets, live }, CONTEXT);
  const lines = resources.map(({ status: row }) => {
    const { kind, name, namespace = '', status: sync = '-', ...rest } = row;
    const marks = Object.entries(rest).filter(([key]) => key !== 'version');
    return [kind, `${namespace}/${name}`, sync, ...marks.map(([key, value]) => `${key}=${value}`)].join(' ');
  });
  return [status, ...lines];
}

test('desired objects get their place, their marks and one entry each', () => {
  const { objects, conditions } = prepareTargets(
    [
      object('ConfigMap', 'a', { namespace: 'other' }),
      object('Namespace', 'n', { namespace: 'x' }),
      object('ConfigMap', 'b'),
    ],
    TARGETS,
  );
  expect(objects.map(({ metadata }) => [metadata.namespace, metadata.annotations])).toEqual([
    ['other', { 'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:other/a' }],
    [undefined, { 'argocd.argoproj.io/tracking-id': 'shop:/Namespace:store/n' }],
    ['store', { 'argocd.argoproj.io/tracking-id': 'shop:/ConfigMap:store/b' }],
  ]);
  expect(conditions).toEqual([]);
});

test('the last of repeated ones wins; excluded kinds are left out; both with a warning', () => {
  const first = { ...object('ConfigMap', 'a'), data: { from: 'first' } };
  const second = { ...object('ConfigMap', 'a', { namespace: 'store' }), data: { from: 'second' } };
  const { objects, conditions } = prepareTargets([first, second, object('Lease', 'l')], TARGETS);
  expect(objects.map((target) => target['data'])).toEqual([{ from: 'second' }]);
  expect(conditions).toEqual([
    {
      type: 'RepeatedResourceWarning',
      message: 'Resource /ConfigMap/store/a appeared 2 times among application resources.',
    },
    { type: 'ExcludedResourceWarning', message: 'Resource /Lease l is excluded in the settings' },
  ]);
});

test('an unknown kind is as its CRD among the manifests says, else namespaced', () => {
  const crd = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'gates.example.com' },
    spec: { group: 'example.com', scope: 'Cluster', names: { kind: 'Gate' } },
  };
  const gate = { apiVersion: 'example.com/v1', kind: 'Gate', metadata: { name: 'g', namespace: 'x' } };
  const door = { apiVersion: 'example.com/v1', kind: 'Door', metadata: { name: 'd' } };
  expect(prepared(crd, gate, door).map(({ metadata }) => metadata.namespace)).toEqual([undefined, undefined, 'store']);
});

test('deletion hooks are no part of a sync', () => {
  const hook = annotated('h', { 'argocd.argoproj.io/hook': 'PostDelete' });
  const { objects, postDeleteHooks, preDeleteHooks } = prepareTargets([hook, object('ConfigMap', 'a')], TARGETS);
  expect([objects.length, postDeleteHooks.length, preDeleteHooks.length]).toEqual([1, 1, 0]);
});

const [A, B] = prepared(object('ConfigMap', 'a'), object('ConfigMap', 'b')) as [KubeObject, KubeObject];
const changed = { ...A, data: { x: 'y' }, metadata: { ...A.metadata, labels: {} } };

test.each<[string, readonly KubeObject[] | undefined, readonly KubeObject[], readonly string[]]>([
  ['all the same', [A, B], [A, B], ['Synced', 'ConfigMap store/a Synced', 'ConfigMap store/b Synced']],
  ['one is not live', [A, B], [A], ['OutOfSync', 'ConfigMap store/a Synced', 'ConfigMap store/b OutOfSync']],
  ['one is modified', [changed], [A], ['OutOfSync', 'ConfigMap store/a OutOfSync']],
  [
    'one is not desired',
    [A],
    [A, B],
    ['OutOfSync', 'ConfigMap store/a Synced', 'ConfigMap store/b OutOfSync requiresPruning=true'],
  ],
  [
    'an extra one that is to be ignored',
    [A],
    [
      A,
      {
        ...B,
        metadata: {
          ...B.metadata,
          annotations: { ...B.metadata.annotations, 'argocd.argoproj.io/compare-options': 'IgnoreExtraneous' },
        },
      },
    ],
    ['Synced', 'ConfigMap store/a Synced', 'ConfigMap store/b OutOfSync requiresPruning=true'],
  ],
  [
    'a copy of another object',
    [A],
    [A, { ...A, metadata: { ...A.metadata, name: 'copy' } }],
    ['Synced', 'ConfigMap store/a Synced', 'ConfigMap store/copy -'],
  ],
  [
    'an object with an owner',
    [A],
    [A, { ...B, metadata: { ...B.metadata, ownerReferences: [{ apiVersion: 'v1', kind: 'X', name: 'x', uid: 'u' }] } }],
    ['Synced', 'ConfigMap store/a Synced'],
  ],
  [
    'an object of nobody',
    [A],
    [A, object('ConfigMap', 'c', { namespace: 'store' })],
    ['Synced', 'ConfigMap store/a Synced'],
  ],
  [
    'a live object without marks in the place of a desired one',
    [A],
    [object('ConfigMap', 'a', { namespace: 'store' })],
    ['OutOfSync', 'ConfigMap store/a OutOfSync'],
  ],
  ['a kind that is not permitted', prepared(object('Secret', 's')), [], ['OutOfSync', 'Secret store/s Unknown']],
  [
    'a cluster-scoped kind that is not permitted',
    prepared(object('ClusterRole', 'r')),
    [],
    ['OutOfSync', 'ClusterRole /r Unknown'],
  ],
  ['targets that could not be loaded', undefined, [A], ['Unknown', 'ConfigMap store/a Unknown requiresPruning=true']],
  [
    'a live hook',
    [A, ...prepared(annotated('h', { 'argocd.argoproj.io/hook': 'PreSync', 'argocd.argoproj.io/sync-wave': '3' }))],
    [A, ...prepared(annotated('h', { 'argocd.argoproj.io/hook': 'PreSync' }))],
    ['Synced', 'ConfigMap store/a Synced', 'ConfigMap store/h - hook=true requiresPruning=true syncWave=3'],
  ],
  [
    'a skipped object',
    prepared(annotated('s', { 'argocd.argoproj.io/hook': 'Skip' })),
    [],
    ['Synced', 'ConfigMap store/s -'],
  ],
  [
    'waves and confirmation',
    prepared(
      annotated('w', { 'argocd.argoproj.io/sync-wave': '-1', 'argocd.argoproj.io/sync-options': 'Prune=confirm' }),
    ),
    [],
    ['OutOfSync', 'ConfigMap store/w OutOfSync syncWave=-1 requiresDeletionConfirmation=true'],
  ],
])('%s', (_reason, targets, live, expected) => {
  expect(rows(targets, live)).toEqual(expected);
});

test.each([
  ['the policy asks for confirmation', 'Delete=confirm', '', true],
  ['the same of pruning', 'Prune=confirm', '', true],
  ['an object that says otherwise', 'Prune=confirm', 'Prune=true', undefined],
  ['one that speaks of something else', 'Delete=confirm', 'Prune=true', true],
])('confirmation: %s', (_reason, ofApplication, ofObject, expected) => {
  const targets = prepared(annotated('a', { 'argocd.argoproj.io/sync-options': ofObject }));
  const context = { ...CONTEXT, syncOptions: readSyncOptions([ofApplication]) };
  const { resources } = compareApplication({ targets, live: [] }, context);
  expect(resources.map(({ status }) => status.requiresDeletionConfirmation)).toEqual([expected]);
});

test('a place shared with another Application is named', () => {
  const theirs = withTracking(
    object('ConfigMap', 'a', { namespace: 'store' }),
    { instance: 'team_other', destinationNamespace: '' },
    TRACKING,
  );
  expect(compareApplication({ targets: [A], live: [theirs] }, CONTEXT).conditions).toEqual([
    { type: 'SharedResourceWarning', message: 'ConfigMap/a is part of applications argocd/shop and team/other' },
  ]);
});

test('a comparison that fails makes everything Unknown and says why', () => {
  const options = { ...DEFAULT_COMPARE_OPTIONS, ignoreRules: [{ kind: 'ConfigMap', jqPathExpressions: ['.x['] }] };
  const { status, conditions, resources } = compareApplication(
    { targets: [A, B], live: [A, B] },
    { ...CONTEXT, options },
  );
  expect([status, resources.map((resource) => resource.status.status)]).toEqual(['Unknown', ['Unknown', 'Unknown']]);
  expect(conditions).toEqual([
    {
      type: 'ComparisonError',
      message:
        'Failed to compare desired state to live state: failed to calculate diff: invalid jq expression "del(.x[)": unexpected ")": an expression is expected (line 1, column 8)',
    },
  ]);
});

test('a rule of the Application that cannot be read forbids judging, be there an object that it is about or not', () => {
  const ownRules = [{ kind: 'Service', jqPathExpressions: ['.x['] }];
  const { status, conditions } = compareApplication({ targets: [A], live: [] }, { ...CONTEXT, ownRules });
  expect([status, conditions]).toEqual([
    'Unknown',
    [
      {
        type: 'ComparisonError',
        message:
          'Failed to compare desired state to live state: failed to create diff normalizer: invalid jq expression "del(.x[)": unexpected ")": an expression is expected (line 1, column 8)',
      },
    ],
  ]);
});

test('an object that nobody gave a namespace is told by its name and kind', () => {
  const nowhere: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } };
  const { status, conditions } = compareApplication({ targets: [nowhere], live: [] }, CONTEXT);
  expect([status, conditions]).toEqual([
    'OutOfSync',
    [{ type: 'InvalidSpecError', message: 'Namespace for a /v1, Kind=ConfigMap is missing.' }],
  ]);
});

test('what is known is not compared again', () => {
  const known = () => ({ modified: true, normalizedLive: A, predictedLive: B, differences: [] });
  expect(compareApplication({ targets: [A], live: [A] }, { ...CONTEXT, known }).status).toBe('OutOfSync');
});

test('health counts live resources, not hooks', () => {
  const claim = (name: string, phase: string, annotations: Record<string, string> = {}): KubeObject => ({
    ...object('PersistentVolumeClaim', name, { annotations }),
    status: { phase },
  });
  const [bound, lost] = prepared(claim('bound', 'Bound'), claim('lost', 'Lost', { 'argocd.argoproj.io/hook': 'Sync' }));
  if (bound === undefined || lost === undefined) throw new Error('no targets');
  const { resources } = compareApplication({ targets: [bound], live: [bound, lost] }, CONTEXT);
  expect(comparisonHealth(resources, APP)).toEqual({
    health: health('Healthy'),
    resources: [health('Healthy'), health('Degraded')],
    conditions: [],
  });
});

test('a check that fails makes its resource Unknown and is told once, for all of them', () => {
  const [one, other] = prepared(object('ConfigMap', 'one'), object('ConfigMap', 'other'));
  if (one === undefined || other === undefined) throw new Error('no targets');
  const { resources } = compareApplication({ targets: [one, other], live: [one, other] }, CONTEXT);
  const unknown = health('Unknown', 'broken');
  expect(comparisonHealth(resources, APP, () => ({ health: unknown, fault: 'broken' }))).toEqual({
    health: expect.objectContaining({ status: 'Unknown' }),
    resources: [unknown, unknown],
    conditions: [
      {
        type: 'ComparisonError',
        message: expect.stringMatching(
          /^error setting app health: failed to get resource health for "ConfigMap" with name "one" in namespace ".*": broken \(and 1 more\)$/,
        ),
      },
    ],
  });
});

test('orphans: nobody’s top-level objects, without what the cluster and the project exempt', () => {
  const entry = (kind: string, name: string, instance = '', owners: readonly unknown[] = []) => ({
    key: { group: '', kind, namespace: 'store', name },
    owners,
    instance,
  });
  const project = { orphanedResources: { warn: true, ignore: [{ kind: 'ConfigMap', name: 'ignored-*' }] } };
  const orphans = orphansOf({
    objects: [
      entry('ConfigMap', 'orphan'),
      entry('ConfigMap', 'ignored-x'),
      entry('ConfigMap', 'kube-root-ca.crt'),
      entry('ServiceAccount', 'default'),
      entry('ConfigMap', 'managed'),
      entry('ConfigMap', 'of-another', 'other'),
      entry('ConfigMap', 'of-a-gone-one', 'gone'),
      entry('Pod', 'owned', '', [{}]),
    ],
    managed: new Set(['/ConfigMap/store/managed']),
    project,
    isApplication: (instance) => instance === 'other',
  });
  expect(orphans.map(({ name }) => name)).toEqual(['orphan', 'of-a-gone-one']);
  expect(orphanWarnings(2, project)).toEqual([
    { type: 'OrphanedResourceWarning', message: 'Application has 2 orphaned resources' },
  ]);
  expect(orphanWarnings(2, {})).toEqual([]);
});
