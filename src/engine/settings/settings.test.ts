import { expect, test } from 'vitest';
import { systemRules } from '../compare/ignore/system-rules.ts';
import { applicationNamespaces, isApplicationNamespace } from './application-namespaces.ts';
import { compareOptionsOf, compareSettings } from './compare-settings.ts';
import { maskedAnnotations } from './masked-annotations.ts';
import { globalProjectRules, isInClusterEnabled } from './project-settings.ts';
import { reconcileSettings } from './reconcile-settings.ts';
import { isExcludedResource, resourceFilter } from './resource-filter.ts';
import { resourceOverrides } from './resource-overrides.ts';
import { trackingSettings } from './tracking-settings.ts';
import { ignoredUpdates } from './update-settings.ts';

test('tracking', () => {
  expect(trackingSettings({})).toEqual({
    method: 'annotation',
    labelKey: 'app.kubernetes.io/instance',
    installationId: '',
  });
  expect(
    trackingSettings({
      'application.resourceTrackingMethod': 'annotation+label',
      'application.instanceLabelKey': 'k',
      installationID: 'one',
    }),
  ).toEqual({ method: 'annotation+label', labelKey: 'k', installationId: 'one' });
});

const FILTER = resourceFilter({
  'resource.exclusions':
    '- apiGroups: [cilium.io]\n  kinds: [CiliumIdentity]\n  clusters: ["*"]\n- kinds: [Secret]\n  clusters: [https://prod*]\n',
});
test.each([
  ['events, always', '', 'Event', 'https://dev', true],
  ['leases, always', 'coordination.k8s.io', 'Lease', 'https://dev', true],
  ['an excluded kind', 'cilium.io', 'CiliumIdentity', 'https://dev', true],
  ['another kind of the group', 'cilium.io', 'CiliumNode', 'https://dev', false],
  ['in another cluster', '', 'Secret', 'https://dev', false],
  ['in that cluster', '', 'Secret', 'https://prod-1', true],
])('exclusions: %s', (_reason, group, kind, server, excluded) => {
  expect(isExcludedResource(FILTER, { group, kind }, server)).toBe(excluded);
});

test('with inclusions, everything else is excluded', () => {
  const filter = resourceFilter({ 'resource.inclusions': '- apiGroups: ["", apps]\n  kinds: ["*"]\n' });
  const excluded = (group: string) => isExcludedResource(filter, { group, kind: 'X' }, 'https://a');
  expect([excluded(''), excluded('apps'), excluded('batch')]).toEqual([false, false, true]);
});

test('inclusions count in the clusters that they name; elsewhere everything is', () => {
  const filter = resourceFilter({
    'resource.inclusions': '- apiGroups: [apps]\n  clusters: ["https://prod-*"]\n',
    'resource.exclusions': '- apiGroups: [batch]\n',
  });
  const excluded = (group: string, server: string) => isExcludedResource(filter, { group, kind: 'X' }, server);
  expect(['apps', 'other', 'batch'].map((group) => excluded(group, 'https://prod-1'))).toEqual([false, true, true]);
  expect(['apps', 'other', 'batch'].map((group) => excluded(group, 'https://test'))).toEqual([false, false, true]);
});

test('overrides: own keys win over the old map, exact kinds come before patterns', () => {
  const overrides = resourceOverrides({
    'resource.customizations':
      '"*.aws.crossplane.io/*":\n  health.lua: return 1\napps/Deployment:\n  ignoreDifferences: |\n    jsonPointers: [/a]\n  health.lua: old\n',
    'resource.customizations.health.apps_Deployment': 'new',
    'resource.customizations.ignoreDifferences.all': 'jsonPointers: [/all]',
    'resource.customizations.knownTypeFields.ConfigMap': '[]',
  });
  expect(overrides.map(({ group, kind, health }) => [group, kind, health])).toEqual([
    ['apps', 'Deployment', 'new'],
    ['', 'ConfigMap', ''],
    ['*.aws.crossplane.io', '*', 'return 1'],
    ['*', '*', ''],
  ]);
  expect(overrides[0]?.ignoreDifferences).toEqual({ jsonPointers: ['/a'] });
});

test('comparison', () => {
  const settings = compareSettings({
    'resource.compareoptions': 'ignoreAggregatedRoles: true\nignoreResourceStatusField: off\n',
    'resource.customizations.ignoreDifferences.apps_Deployment':
      'jsonPointers: [/spec/replicas]\nmanagedFieldsManagers: [hpa]\n',
    'resource.customizations.knownTypeFields.example.com_Gate':
      '- field: spec.resources\n  type: core/v1/ResourceList\n',
  });
  const { options } = settings;
  const own = { kind: 'Service', group: '', jsonPointers: ['/spec'] };
  expect(compareOptionsOf(settings, [own]).ignoreRules).toEqual([
    own,
    {
      group: 'apps',
      kind: 'Deployment',
      jsonPointers: ['/spec/replicas'],
      jqPathExpressions: [],
      managedFieldsManagers: ['hpa'],
    },
  ]);
  expect([options.ignoreAggregatedRoles, options.ignoreStatus, [...options.knownTypeFields]]).toEqual([
    true,
    'none',
    [
      ['argoproj.io/Rollout', [{ field: 'spec.template.spec', type: 'core/v1/PodSpec' }]],
      ['example.com/Gate', [{ field: 'spec.resources', type: 'core/v1/ResourceList' }]],
    ],
  ]);
  expect(settings.ignoreDifferencesOnResourceUpdates).toBe(true);
  expect(compareSettings({}).options.ignoreStatus).toBe('all');
});

test('what an installation says of a Rollout replaces what is known of it', () => {
  const cm = {
    'resource.customizations.knownTypeFields.argoproj.io_Rollout': '- field: spec.a\n  type: core/Quantity\n',
  };
  const { options } = compareSettings(cm);
  expect([...options.knownTypeFields]).toEqual([['argoproj.io/Rollout', [{ field: 'spec.a', type: 'core/Quantity' }]]]);
});

test('updates of live objects that nobody looks at', () => {
  const cm = {
    'resource.customizations.ignoreResourceUpdates.all': 'jsonPointers: [/status]',
    'resource.customizations.ignoreDifferences.apps_Deployment': 'jqPathExpressions: [.spec.replicas]',
  };
  const status = { group: '*', kind: '*', jsonPointers: ['/status'], jqPathExpressions: [] };
  const replicas = {
    ...{ group: 'apps', kind: 'Deployment', jsonPointers: [] },
    ...{ jqPathExpressions: ['.spec.replicas'], managedFieldsManagers: [] },
  };
  const system = systemRules('all');
  expect(ignoredUpdates({})).toEqual({ jqTimeout: 1000, rules: system });
  expect(ignoredUpdates(cm)).toEqual({ jqTimeout: 1000, rules: [status, replicas, ...system] });
  const none = { ...cm, 'resource.compareoptions': 'ignoreResourceStatusField: none' };
  expect(ignoredUpdates(none)).toEqual({ jqTimeout: 1000, rules: [status, replicas] });
  const own = { ...cm, 'resource.compareoptions': 'ignoreDifferencesOnResourceUpdates: false' };
  expect(ignoredUpdates(own)).toEqual({ jqTimeout: 1000, rules: [status] });
  expect(ignoredUpdates({ ...cm, 'resource.ignoreResourceUpdatesEnabled': 'false' })).toBeUndefined();
});

test('projects and masks', () => {
  const cm = {
    globalProjects: '- projectName: base\n  labelSelector: {matchLabels: {a: b}}\n',
    'cluster.inClusterEnabled': 'false',
    'resource.sensitive.mask.annotations': 'a/b, c',
  };
  expect(globalProjectRules(cm)).toEqual([{ projectName: 'base', labelSelector: { matchLabels: { a: 'b' } } }]);
  expect([isInClusterEnabled(cm), isInClusterEnabled({})]).toEqual([false, true]);
  expect(maskedAnnotations(cm)).toEqual(['a/b', 'c']);
});

test.each<[string, string, boolean]>([
  ['the control plane is always looked at', 'argocd', true],
  ['a glob', 'team-shop', true],
  ['a regular expression between slashes', 'x7', true],
  ['any other', 'shop', false],
])('namespaces of Applications: %s', (_reason, namespace, expected) => {
  const patterns = applicationNamespaces({ 'application.namespaces': 'team-*, /^x[0-9]$/' });
  expect(isApplicationNamespace(patterns, namespace, 'argocd')).toBe(expected);
});

test('times', () => {
  const settings = reconcileSettings(
    { 'timeout.reconciliation': '1m', 'timeout.reconciliation.jitter': '0' },
    { 'controller.self.heal.backoff.cap.seconds': '10' },
  );
  expect([settings.resync, settings.resyncJitter, settings.selfHealBackoff]).toEqual([
    60_000,
    0,
    { initial: 2000, factor: 3, cap: 10_000 },
  ]);
  expect(reconcileSettings({}, {}).resync).toBe(120_000);
});

test.each([
  ['absent', {}, [0, 10, 0]],
  [
    'given',
    {
      'webhook.refresh.jitter': '1m30s',
      'webhook.refresh.jitter.threshold': '0',
      'timeout.hard.reconciliation': '24h',
    },
    [90_000, 0, 86_400_000],
  ],
  ['nonsense', { 'webhook.refresh.jitter': 'soon', 'webhook.refresh.jitter.threshold': '-1' }, [0, 10, 0]],
])('spread of refreshes and the hard period: %s', (_reason, cm, expected) => {
  const { pushJitter, pushJitterThreshold, hardResync } = reconcileSettings(cm, {});
  expect([pushJitter, pushJitterThreshold, hardResync]).toEqual(expected);
});

test('a setting that cannot be read names its key', () => {
  expect(() => resourceFilter({ 'resource.exclusions': '{' })).toThrow(
    'cannot read the key "resource.exclusions" of argocd-cm',
  );
});
