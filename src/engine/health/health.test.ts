import { expect, test } from 'vitest';
import type { JsonObject } from '../../base/json-value.ts';
import { applicationHealth, type ResourceHealth } from './application-health.ts';
import { type Health, health } from './health.ts';
import { healthOf, withClock } from './health-of.ts';
import { BUILTIN_CHECKS } from './registry.ts';

type Case = readonly [reason: string, apiVersion: string, kind: string, rest: JsonObject, expected: unknown];

const DONE = { observedGeneration: 2, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 };
const WAITING = 'Waiting for rollout to finish:';
const condition = (type: string, status: string, more: JsonObject = {}) => ({ type, status, ...more });

const CASES: readonly Case[] = [
  ['all replicas', 'apps/v1', 'Deployment', { spec: { replicas: 2 }, status: DONE }, health('Healthy')],
  [
    'paused',
    'apps/v1',
    'Deployment',
    { spec: { paused: true }, status: DONE },
    health('Suspended', 'Deployment is paused'),
  ],
  [
    'the newest spec was not seen yet',
    'apps/v1',
    'Deployment',
    { status: { ...DONE, observedGeneration: 1 } },
    health('Progressing', `${WAITING} observed deployment generation less than desired generation`),
  ],
  [
    'too few updated',
    'apps/v1',
    'Deployment',
    { spec: { replicas: 2 }, status: { ...DONE, updatedReplicas: 1 } },
    health('Progressing', `${WAITING} 1 out of 2 new replicas have been updated...`),
  ],
  [
    'old ones are left',
    'apps/v1',
    'Deployment',
    { spec: { replicas: 2 }, status: { ...DONE, replicas: 3 } },
    health('Progressing', `${WAITING} 1 old replicas are pending termination...`),
  ],
  [
    'not available yet',
    'apps/v1',
    'Deployment',
    { spec: { replicas: 2 }, status: { ...DONE, availableReplicas: 1 } },
    health('Progressing', `${WAITING} 1 of 2 updated replicas are available...`),
  ],
  [
    'the deadline passed',
    'apps/v1',
    'Deployment',
    { status: { ...DONE, conditions: [condition('Progressing', 'False', { reason: 'ProgressDeadlineExceeded' })] } },
    health('Degraded', 'Deployment "x" exceeded its progress deadline'),
  ],
  [
    'pods are missing',
    'apps/v1',
    'StatefulSet',
    { spec: { replicas: 3 }, status: DONE },
    health('Progressing', 'Waiting for 1 pods to be ready...'),
  ],
  [
    'the partition holds the rest back',
    'apps/v1',
    'StatefulSet',
    {
      spec: { replicas: 2, updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } },
      status: { ...DONE, updatedReplicas: 1 },
    },
    health('Healthy', 'partitioned roll out complete: 1 new pods have been updated...'),
  ],
  [
    'revisions differ',
    'apps/v1',
    'StatefulSet',
    { spec: { replicas: 2 }, status: { ...DONE, updateRevision: 'b', currentRevision: 'a' } },
    health('Progressing', 'waiting for statefulset rolling update to complete 2 pods at revision b...'),
  ],
  [
    'some nodes are not done',
    'apps/v1',
    'DaemonSet',
    { status: { observedGeneration: 2, desiredNumberScheduled: 3, updatedNumberScheduled: 1 } },
    health('Progressing', 'Waiting for daemon set "x" rollout to finish: 1 out of 3 new pods have been updated...'),
  ],
  [
    'quota refuses pods',
    'apps/v1',
    'ReplicaSet',
    { status: { ...DONE, conditions: [condition('ReplicaFailure', 'True', { message: 'exceeded quota' })] } },
    health('Degraded', 'exceeded quota'),
  ],
  [
    'crash loop',
    'v1',
    'Pod',
    {
      spec: { restartPolicy: 'Always' },
      status: {
        phase: 'Running',
        containerStatuses: [{ state: { waiting: { reason: 'CrashLoopBackOff', message: 'back-off 10s' } } }],
      },
    },
    health('Degraded', 'back-off 10s'),
  ],
  [
    'a pod that may end is progressing while it runs, even with a bad image',
    'v1',
    'Pod',
    {
      spec: { restartPolicy: 'Never' },
      status: { phase: 'Running', containerStatuses: [{ state: { waiting: { reason: 'ErrImagePull' } } }] },
    },
    health('Progressing'),
  ],
  [
    'the best message of a failed pod',
    'v1',
    'Pod',
    {
      status: {
        phase: 'Failed',
        initContainerStatuses: [{ name: 'i', state: { terminated: { exitCode: 0 } } }],
        containerStatuses: [{ name: 'main', state: { terminated: { exitCode: 3 } } }],
      },
    },
    health('Degraded', 'container "main" failed with exit code 3'),
  ],
  [
    'job failed',
    'batch/v1',
    'Job',
    { status: { conditions: [condition('Failed', 'True', { message: 'limit reached' })] } },
    health('Degraded', 'limit reached'),
  ],
  [
    'job resumed',
    'batch/v1',
    'Job',
    { status: { conditions: [condition('Suspended', 'False', { message: 'Job resumed' })] } },
    health('Progressing'),
  ],
  [
    'the last run is over and did not succeed',
    'batch/v1',
    'CronJob',
    { status: { lastScheduleTime: '2026-01-02T00:00:00Z', lastSuccessfulTime: '2026-01-01T00:00:00Z' } },
    health('Degraded', 'CronJob has not completed its last execution successfully'),
  ],
  ['no address yet', 'v1', 'Service', { spec: { type: 'LoadBalancer' } }, health('Progressing')],
  ['a cluster service', 'v1', 'Service', { spec: { type: 'ClusterIP' } }, health('Healthy')],
  ['no address yet', 'networking.k8s.io/v1', 'Ingress', {}, health('Progressing')],
  ['lost', 'v1', 'PersistentVolumeClaim', { status: { phase: 'Lost' } }, health('Degraded')],
  [
    'metrics are missing although the scale can be read',
    'autoscaling/v2',
    'HorizontalPodAutoscaler',
    {
      status: {
        conditions: [
          condition('AbleToScale', 'True', { message: 'ok' }),
          condition('ScalingActive', 'False', { reason: 'FailedGetResourceMetric', message: 'no metrics' }),
        ],
      },
    },
    health('Degraded', 'no metrics'),
  ],
  [
    'conditions of version 1 that are no JSON',
    'autoscaling/v1',
    'HorizontalPodAutoscaler',
    {},
    health('Progressing', 'Waiting to Autoscale'),
  ],
  [
    'not available',
    'apiregistration.k8s.io/v1',
    'APIService',
    { status: { conditions: [condition('Available', 'False', { reason: 'MissingEndpoints', message: 'none' })] } },
    health('Progressing', 'MissingEndpoints: none'),
  ],
  [
    'established',
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    { status: { conditions: [condition('Established', 'True')] } },
    health('Healthy', 'CRD is healthy'),
  ],
  [
    'sync failed',
    'policy/v1',
    'PodDisruptionBudget',
    { status: { conditions: [condition('DisruptionAllowed', 'False', { reason: 'SyncFailed' })] } },
    health('Degraded', 'PodDisruptionBudget has SyncFailed'),
  ],
  [
    'in its own words',
    'argoproj.io/v1alpha1',
    'Workflow',
    { status: { phase: 'Error', message: 'no such image' } },
    health('Degraded', 'no such image'),
  ],
  ['no phase yet', 'argoproj.io/v1alpha1', 'Workflow', {}, health('Progressing')],
  ['done', 'argoproj.io/v1alpha1', 'Workflow', { status: { phase: 'Succeeded' } }, health('Healthy')],
  [
    'never succeeded',
    'batch/v1',
    'CronJob',
    { spec: {}, status: { lastScheduleTime: '2026-01-01T00:00:00Z' } },
    health('Healthy', 'The CronJob never completed successfully. It may not be healthy'),
  ],
  ['nothing judges an Application', 'argoproj.io/v1alpha1', 'Application', {}, undefined],
  ['nothing judges a ConfigMap', 'v1', 'ConfigMap', {}, undefined],
];

test.each(CASES)('%s (%s %s)', (_reason, apiVersion, kind, rest, expected) => {
  expect(healthOf({ apiVersion, kind, metadata: { name: 'x', generation: 2 }, ...rest })).toEqual(expected);
});

test.each(BUILTIN_CHECKS.map((check) => [check.kind, check] as const))(
  '%s: an object without spec and status has a verdict and keeps its shape',
  (kind, check) => {
    const object = { apiVersion: 'v1', kind, metadata: { name: 'x' } };
    const verdict: Health = check.check(object);
    expect(Object.keys(verdict).every((key) => key === 'status' || key === 'message')).toBe(true);
    expect(check.check({ ...object, spec: 'text', status: [1] })).toEqual(expect.any(Object));
  },
);

test('deletion comes before every check, but a hook held by its own finalizer is judged', () => {
  const metadata = { name: 'x', deletionTimestamp: '2026-01-01T00:00:00Z' };
  const job = {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata,
    status: { conditions: [condition('Complete', 'True')] },
  };
  expect(healthOf(job)).toEqual(health('Progressing', 'Pending deletion'));
  const held = { ...job, metadata: { ...metadata, finalizers: ['argocd.argoproj.io/hook-finalizer'] } };
  expect(healthOf(held)).toEqual(health('Healthy'));
});

test("the installation's own check wins over the built-in one", () => {
  const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'x' } };
  expect(healthOf(service, () => ({ health: health('Unknown', 'broken check') }))).toEqual(
    health('Unknown', 'broken check'),
  );
  expect(healthOf(service, () => undefined)).toEqual(health('Healthy'));
});

test('what changes with time alone is judged as of now where a clock is given', () => {
  const shoot = {
    ...{ apiVersion: 'core.gardener.cloud/v1beta1', kind: 'Shoot' },
    metadata: { name: 'x', labels: { 'shoot.gardener.cloud/status': 'unhealthy' } },
    status: { conditions: [{ ...condition('Ready', 'False'), lastTransitionTime: '2026-01-01T00:00:00Z' }] },
  };
  const minutes = (after: number) => () => Date.UTC(2026, 0, 1, 0, after);
  const nothing = () => undefined;
  expect(healthOf(shoot, withClock(nothing, minutes(14)))?.status).toBe('Progressing');
  expect(healthOf(shoot, withClock(nothing, minutes(15)))).toEqual(
    health('Degraded', 'Component state: Unhealthy (> 15 minutes)'),
  );
  expect(healthOf(shoot)?.status).toBe('Degraded');
  const own = () => ({ health: health('Healthy', 'mine') });
  expect(healthOf(shoot, withClock(own, minutes(0)))).toEqual(health('Healthy', 'mine'));
});

function resource(name: string, own: Health | undefined, more: Partial<ResourceHealth> = {}): ResourceHealth {
  const key = { group: 'apps', kind: 'Deployment', namespace: 'shop', name };
  return { key, live: true, health: own, ignored: false, self: false, ...more };
}

test.each<[string, readonly ResourceHealth[], Health]>([
  ['no resources', [], health('Healthy')],
  ['a kind nobody judges', [resource('a', undefined)], health('Healthy')],
  [
    'the worst, by name',
    [resource('a', health('Healthy')), resource('b', health('Degraded'))],
    health('Degraded', 'Caused by apps/Deployment:shop/b'),
  ],
  [
    'one missing does not count',
    [resource('a', health('Healthy')), resource('b', undefined, { live: false })],
    health('Healthy'),
  ],
  ['all missing', [resource('a', undefined, { live: false })], health('Missing')],
  ['ignored by annotation', [resource('a', health('Degraded'), { ignored: true })], health('Healthy')],
  ['the Application itself', [resource('a', health('Degraded'), { self: true })], health('Healthy')],
  [
    'an unknown child Application',
    [
      resource('a', health('Unknown'), {
        key: { group: 'argoproj.io', kind: 'Application', namespace: 'argocd', name: 'a' },
      }),
    ],
    health('Healthy'),
  ],
  [
    'a core, cluster-scoped cause',
    [resource('a', health('Progressing'), { key: { group: '', kind: 'Namespace', namespace: '', name: 'n' } })],
    health('Progressing', 'Caused by Namespace:n'),
  ],
  [
    'three causes at most',
    ['a', 'b', 'c', 'd'].map((name) => resource(name, health('Suspended'))),
    health('Suspended', 'Caused by apps/Deployment:shop/a, apps/Deployment:shop/b, apps/Deployment:shop/c and 1 more'),
  ],
])('application: %s', (_reason, resources, expected) => {
  expect(applicationHealth(resources)).toEqual(expected);
});
