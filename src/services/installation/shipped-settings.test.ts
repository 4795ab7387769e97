import { expect, test } from 'vitest';
import { fieldRemover } from '../../engine/compare/ignore/apply-rules.ts';
import { ignoredUpdates } from '../../engine/settings/update-settings.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { SHIPPED_SETTINGS } from './shipped-settings.ts';

type Case = readonly [reason: string, object: KubeObject, left: KubeObject];

const named = (apiVersion: string, kind: string, more: Partial<KubeObject> = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'x' },
  ...more,
});
const annotated = (apiVersion: string, kind: string, ...names: readonly string[]): KubeObject =>
  named(apiVersion, kind, {
    metadata: { name: 'x', annotations: Object.fromEntries([...names, 'mine'].map((name) => [name, 'v'])) },
  });

const CASES: readonly Case[] = [
  ['the status of any kind', named('v1', 'Pod', { status: { phase: 'Running' } }), named('v1', 'Pod')],
  [
    'what scaling notes in a ReplicaSet',
    annotated('apps/v1', 'ReplicaSet', 'deployment.kubernetes.io/desired-replicas'),
    annotated('apps/v1', 'ReplicaSet'),
  ],
  [
    'the same of another kind counts',
    annotated('apps/v1', 'Deployment', 'deployment.kubernetes.io/desired-replicas'),
    annotated('apps/v1', 'Deployment', 'deployment.kubernetes.io/desired-replicas'),
  ],
  [
    'a refresh that a child Application was asked for',
    { ...annotated('argoproj.io/v1alpha1', 'Application', 'argocd.argoproj.io/refresh'), operation: { sync: {} } },
    annotated('argoproj.io/v1alpha1', 'Application'),
  ],
  [
    'notifications about a Rollout',
    annotated('argoproj.io/v1alpha1', 'Rollout', 'notified.notifications.argoproj.io'),
    annotated('argoproj.io/v1alpha1', 'Rollout'),
  ],
  [
    'what version 1 of an autoscaler notes',
    annotated('autoscaling/v1', 'HorizontalPodAutoscaler', 'autoscaling.alpha.kubernetes.io/current-metrics'),
    annotated('autoscaling/v1', 'HorizontalPodAutoscaler'),
  ],
  [
    'a leader election in a ConfigMap',
    annotated('v1', 'ConfigMap', 'control-plane.alpha.kubernetes.io/leader'),
    annotated('v1', 'ConfigMap'),
  ],
];

test.each(CASES)('changes of no interest: %s', (_reason, object, left) => {
  const options = ignoredUpdates(SHIPPED_SETTINGS);
  expect(options && fieldRemover(object, object, options)(object)).toEqual(left);
});
