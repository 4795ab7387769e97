import { expect, test } from 'vitest';
import { memberAt } from '../../base/json-value.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { workloadCluster } from '../../testkit/workload-cluster.ts';
import {
  API_SERVICES,
  AUTOSCALERS,
  CLUSTER_ROLES,
  DEPLOYMENTS,
  DISRUPTION_BUDGETS,
  SECRETS,
  SERVICE_ACCOUNTS,
} from './resources.ts';

const T0 = '2026-01-01T00:00:00Z';

function deployment(replicas: number): KubeObject {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'a' }] } };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: { replicas, selector: { matchLabels: { app: 'web' } }, template },
  };
}

function autoscaler(minReplicas: number): KubeObject {
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: {
      minReplicas,
      maxReplicas: 5,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
      metrics: [
        { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } } },
      ],
    },
  };
}

test('an autoscaler brings its target within its bounds, and then misses its metrics', () => {
  const cluster = workloadCluster();
  cluster.apply(deployment(1));
  cluster.apply(autoscaler(2));
  cluster.pass(14_000);
  expect(memberAt(cluster.access.get(DEPLOYMENTS, 'default', 'web'), 'spec', 'replicas')).toBe(1);
  expect(cluster.status(AUTOSCALERS, 'web') ?? {}).not.toHaveProperty('conditions');
  cluster.pass(1_000);
  expect(memberAt(cluster.access.get(DEPLOYMENTS, 'default', 'web'), 'spec', 'replicas')).toBe(2);
  expect(cluster.status(AUTOSCALERS, 'web')).toMatchObject({
    currentReplicas: 1,
    desiredReplicas: 2,
    currentMetrics: null,
    conditions: [{ type: 'AbleToScale', status: 'True', reason: 'SucceededRescale' }],
  });
  cluster.pass(15_000);
  expect(cluster.status(AUTOSCALERS, 'web')).toMatchObject({
    currentReplicas: 2,
    desiredReplicas: 2,
    currentMetrics: [{ type: '' }],
    conditions: [
      { type: 'AbleToScale', status: 'True', reason: 'SucceededGetScale' },
      { type: 'ScalingActive', status: 'False', reason: 'FailedGetResourceMetric' },
    ],
  });
});

test.each([
  ['at its target stays', 'load=100%', 3, 'DesiredWithinRange'],
  ['a little above it stays', 'load=110%', 3, 'DesiredWithinRange'],
  ['twice as high grows to the bound', 'load=200%', 5, 'TooManyReplicas'],
  ['idle shrinks to the bound', 'load=10%', 2, 'TooFewReplicas'],
])('an autoscaler whose load is %s', (_name, load, replicas, reason) => {
  const cluster = workloadCluster();
  cluster.apply(deployment(3));
  const { metadata, ...rest } = autoscaler(2);
  cluster.apply({ ...rest, metadata: { ...metadata, annotations: { 'test/simulate': load } } });
  cluster.pass(120_000);
  expect(memberAt(cluster.access.get(DEPLOYMENTS, 'default', 'web'), 'spec', 'replicas')).toBe(replicas);
  expect(cluster.status(AUTOSCALERS, 'web')).toMatchObject({
    desiredReplicas: replicas,
    conditions: [
      { type: 'AbleToScale' },
      { type: 'ScalingActive', status: 'True' },
      { type: 'ScalingLimited', reason },
    ],
  });
});

test('an autoscaler without a target can not scale', () => {
  const cluster = workloadCluster();
  cluster.apply(autoscaler(2));
  cluster.pass(15_000);
  expect(cluster.status(AUTOSCALERS, 'web')).toMatchObject({
    conditions: [{ type: 'AbleToScale', status: 'False', reason: 'FailedGetScale' }],
  });
});

test.each([
  [
    'minAvailable 1 of 2',
    { minAvailable: 1 },
    'web',
    { disruptionsAllowed: 1, currentHealthy: 2, desiredHealthy: 1, expectedPods: 2 },
  ],
  [
    'all of 2',
    { minAvailable: '100%' },
    'web',
    { disruptionsAllowed: 0, currentHealthy: 2, desiredHealthy: 2, expectedPods: 2 },
  ],
  [
    'none',
    { maxUnavailable: 1 },
    'nothing',
    { disruptionsAllowed: 0, currentHealthy: 0, desiredHealthy: 0, expectedPods: 0 },
  ],
])('a disruption budget of %s, as recorded from a real cluster', (_name, limit, app, counts) => {
  const cluster = workloadCluster();
  cluster.apply(deployment(2));
  cluster.apply({
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: 'b' },
    spec: { ...limit, selector: { matchLabels: { app } } },
  });
  const enough = counts.disruptionsAllowed > 0;
  expect(cluster.status(DISRUPTION_BUDGETS, 'b')).toEqual({
    observedGeneration: 1,
    ...counts,
    conditions: [
      {
        type: 'DisruptionAllowed',
        status: enough ? 'True' : 'False',
        observedGeneration: 1,
        lastTransitionTime: T0,
        reason: enough ? 'SufficientPods' : 'InsufficientPods',
        message: '',
      },
    ],
  });
});

function tokenSecret(account: string): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'tok', annotations: { 'kubernetes.io/service-account.name': account } },
    type: 'kubernetes.io/service-account-token',
  };
}

const SIGNED = { signToken: (subject: { readonly serviceAccount: string }) => `token of ${subject.serviceAccount}` };

test('a token Secret is filled, and goes with its account', () => {
  const cluster = workloadCluster(SIGNED);
  cluster.apply(tokenSecret('default'));
  const secret = cluster.access.get(SECRETS, 'default', 'tok');
  const uid = cluster.access.get(SERVICE_ACCOUNTS, 'default', 'default')?.metadata.uid;
  expect(secret?.metadata.annotations?.['kubernetes.io/service-account.uid']).toBe(uid);
  const decoded = Object.entries(memberAt(secret, 'data') ?? {}).map(([key, value]) => [
    key,
    Buffer.from(String(value), 'base64').toString(),
  ]);
  expect(Object.fromEntries(decoded)).toEqual({ 'ca.crt': 'PEM', namespace: 'default', token: 'token of default' });
  cluster.access.delete(SERVICE_ACCOUNTS, 'default', 'default');
  cluster.pass(15_000);
  expect(cluster.access.get(SECRETS, 'default', 'tok')).toBeUndefined();
});

test('an aggregated role has the rules of those it selects, and loses them again', () => {
  const cluster = workloadCluster();
  const role = (name: string, more: object): KubeObject => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name },
    ...more,
  });
  const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }];
  const aggregationRule = { clusterRoleSelectors: [{ matchLabels: { to: 'all' } }] };
  cluster.access.create(role('all', { aggregationRule, rules: [] }));
  cluster.access.create(role('part', { metadata: { name: 'part', labels: { to: 'all' } }, rules }));
  cluster.pass(0);
  expect(cluster.access.get(CLUSTER_ROLES, '', 'all')?.['rules']).toEqual(rules);
  cluster.access.delete(CLUSTER_ROLES, '', 'part');
  cluster.pass(0);
  expect(cluster.access.get(CLUSTER_ROLES, '', 'all')?.['rules']).toEqual([]);
});

test.each([
  ['local', {}, { status: 'True', reason: 'Local', message: 'Local APIServices are always available' }],
  [
    'without its service',
    { service: { name: 'nobody', namespace: 'default' } },
    { status: 'False', reason: 'ServiceNotFound', message: 'service/nobody in "default" is not present' },
  ],
])('an APIService %s', (_name, spec, condition) => {
  const cluster = workloadCluster();
  const metadata = { name: 'v1.x.io' };
  cluster.access.create({ apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata, spec });
  cluster.pass(0);
  expect(cluster.access.get(API_SERVICES, '', 'v1.x.io')?.status).toEqual({
    conditions: [{ type: 'Available', lastTransitionTime: T0, ...condition }],
  });
});
