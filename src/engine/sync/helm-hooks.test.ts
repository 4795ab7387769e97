import { expect, test } from 'vitest';
import { hookDeletePolicies, hookPhases, hookTypes, isHook } from './hook.ts';
import { syncWave } from './wave.ts';

function job(annotations: Readonly<Record<string, string>>) {
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'j', annotations } };
}

test.each<[string, Readonly<Record<string, string>>, boolean, readonly string[]]>([
  ['before installing and upgrading', { 'helm.sh/hook': 'pre-install,pre-upgrade' }, true, ['PreSync']],
  ['after', { 'helm.sh/hook': 'post-install, post-upgrade' }, true, ['PostSync']],
  ['both', { 'helm.sh/hook': 'pre-install,post-install' }, true, ['PreSync', 'PostSync']],
  ['around a deletion', { 'helm.sh/hook': 'pre-delete,post-delete' }, true, ['PreDelete', 'PostDelete']],
  ['a test never runs', { 'helm.sh/hook': 'test' }, true, []],
  ['nor does what a rollback would run', { 'helm.sh/hook': 'pre-rollback' }, true, []],
  ['a definition of Helm 2 is an ordinary object', { 'helm.sh/hook': 'crd-install' }, false, []],
  [
    'an own annotation goes before Helm’s',
    { 'helm.sh/hook': 'pre-install', 'argocd.argoproj.io/hook': 'PostSync' },
    true,
    ['PostSync'],
  ],
  [
    'unless it says nothing that is known',
    { 'helm.sh/hook': 'pre-install', 'argocd.argoproj.io/hook': 'Never' },
    true,
    ['PreSync'],
  ],
])('%s', (_name, annotations, hook, types) => {
  expect([isHook(job(annotations)), hookTypes(job(annotations))]).toEqual([hook, types]);
});

test('weight and policies of Helm’s hooks', () => {
  const hook = job({
    'helm.sh/hook': 'pre-install',
    'helm.sh/hook-weight': '-5',
    'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
  });
  expect([syncWave(hook), hookPhases(hook)]).toEqual([-5, ['PreSync']]);
  expect(hookDeletePolicies(hook)).toEqual(['HookSucceeded', 'BeforeHookCreation']);
});
