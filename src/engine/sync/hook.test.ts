import { expect, test } from 'vitest';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { hookDeletePolicies, hookName, hookPhases, hookTypes, isHook, isSkipped } from './hook.ts';

function annotated(annotations: Record<string, string>, metadata: object = { name: 'x' }): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...metadata, annotations } };
}
const hook = (types: string) => annotated({ 'argocd.argoproj.io/hook': types });
const helm = (types: string) => annotated({ 'helm.sh/hook': types });

test.each([
  {
    reason: 'one type',
    object: hook('PreSync'),
    types: ['PreSync'],
    phases: ['PreSync'],
    isHook: true,
    skipped: false,
  },
  {
    reason: 'several, with blanks and a repetition',
    object: hook('PostSync, PreSync,PostSync'),
    types: ['PostSync', 'PreSync'],
    phases: ['PreSync', 'PostSync'],
    isHook: true,
    skipped: false,
  },
  {
    reason: 'an unknown word is a hook that never runs',
    object: hook('Never'),
    types: [],
    phases: [],
    isHook: true,
    skipped: false,
  },
  { reason: 'Skip alone', object: hook('Skip'), types: ['Skip'], phases: [], isHook: false, skipped: true },
  {
    reason: 'deletion hooks run at no phase of a sync',
    object: hook('PreDelete,PostDelete'),
    types: ['PreDelete', 'PostDelete'],
    phases: [],
    isHook: true,
    skipped: false,
  },
  {
    reason: "Helm's words",
    object: helm('pre-install,pre-upgrade,post-install'),
    types: ['PreSync', 'PostSync'],
    phases: ['PreSync', 'PostSync'],
    isHook: true,
    skipped: false,
  },
  { reason: "Helm's test never runs", object: helm('test'), types: [], phases: [], isHook: true, skipped: false },
  { reason: 'no hook', object: annotated({}), types: [], phases: [], isHook: false, skipped: false },
])('$reason', (row) => {
  const { object } = row;
  const found = {
    types: hookTypes(object),
    phases: hookPhases(object),
    isHook: isHook(object),
    skipped: isSkipped(object),
  };
  expect(found).toEqual({ types: row.types, phases: row.phases, isHook: row.isHook, skipped: row.skipped });
});

test.each([
  { reason: 'nothing said', annotations: {}, policies: ['BeforeHookCreation'] },
  {
    reason: 'own list',
    annotations: { 'argocd.argoproj.io/hook-delete-policy': 'HookFailed, HookSucceeded' },
    policies: ['HookSucceeded', 'HookFailed'],
  },
  {
    reason: "Helm's words are added",
    annotations: {
      'argocd.argoproj.io/hook-delete-policy': 'HookFailed',
      'helm.sh/hook-delete-policy': 'before-hook-creation',
    },
    policies: ['HookFailed', 'BeforeHookCreation'],
  },
  {
    reason: 'nonsense counts as nothing',
    annotations: { 'argocd.argoproj.io/hook-delete-policy': 'Never' },
    policies: ['BeforeHookCreation'],
  },
])('delete policy: $reason', ({ annotations, policies }) => {
  expect(hookDeletePolicies(annotated(annotations))).toEqual(policies);
});

test('a generated name follows from the operation', () => {
  const run = { revision: 'ABCDEF0123456', phase: 'PreSync', startedAt: 1_700_000_000_999 } as const;
  expect(hookName(annotated({}, { generateName: 'Job-' }), run)).toBe('Job-abcdef0-presync-1700000000');
  expect(hookName(annotated({}, { name: 'own', generateName: 'job-' }), run)).toBe('own');
});
