import { expect, test } from 'vitest';
import { playSync } from '../../testkit/sync-sketch.ts';
import type { SyncRequest } from './plan.ts';
import { readSyncOptions } from './sync-options.ts';

interface Case {
  readonly reason: string;
  readonly sketch: string;
  readonly request?: Partial<SyncRequest> & { readonly approved?: boolean };
  readonly trace: readonly string[];
}

const CASES: readonly Case[] = [
  {
    reason: 'a hook whose check says Missing has succeeded',
    sketch: `Gate/odd hook=PreSync health=Missing
             ConfigMap/a`,
    trace: [
      'intend Gate/odd',
      'apply Gate/odd',
      'release Gate/odd',
      'apply ConfigMap/a',
      'Succeeded: successfully synced (all tasks run)',
    ],
  },
  {
    reason: 'one wave without hooks ends as soon as it is applied, kind by kind',
    sketch: `Gate/g health=Progressing
             ConfigMap/b
             ConfigMap/a`,
    trace: ['apply ConfigMap/a ConfigMap/b', 'apply Gate/g', 'Succeeded: successfully synced (all tasks run)'],
  },
  {
    reason: 'nothing to do succeeds',
    sketch: '',
    trace: ['Succeeded: successfully synced (no more tasks)'],
  },
  {
    reason: 'a hook is intended, created, released; then its phase is done',
    sketch: `ConfigMap/normal
             ConfigMap/before hook=PreSync`,
    trace: [
      'intend ConfigMap/before',
      'apply ConfigMap/before',
      'release ConfigMap/before',
      'apply ConfigMap/normal',
      'Succeeded: successfully synced (all tasks run)',
    ],
  },
  {
    reason: 'delete policies after success (recording 093)',
    sketch: `ConfigMap/normal
             ConfigMap/succeeded hook=PreSync policy=HookSucceeded
             ConfigMap/failed hook=PreSync policy=HookFailed
             ConfigMap/both hook=PostSync policy=HookSucceeded,HookFailed`,
    trace: [
      'intend ConfigMap/failed ConfigMap/succeeded',
      'apply ConfigMap/failed ConfigMap/succeeded',
      'release ConfigMap/failed ConfigMap/succeeded',
      'apply ConfigMap/normal',
      'intend ConfigMap/both',
      'apply ConfigMap/both',
      'release ConfigMap/both',
      'delete ConfigMap/succeeded ConfigMap/both',
      'Succeeded: successfully synced (no more tasks)',
    ],
  },
  {
    reason: 'a leftover hook is deleted before it is made again, one kept by policy is not',
    sketch: `live ConfigMap/before hook=PreSync
             live ConfigMap/failed hook=PreSync policy=HookFailed
             ConfigMap/before hook=PreSync
             ConfigMap/failed hook=PreSync policy=HookFailed`,
    trace: [
      'delete ConfigMap/before',
      'intend ConfigMap/before ConfigMap/failed',
      'apply ConfigMap/before ConfigMap/failed',
      'release ConfigMap/before ConfigMap/failed',
      'Succeeded: successfully synced (no more tasks)',
    ],
  },
  {
    reason: 'a leftover that does not go is waited for',
    sketch: `live ConfigMap/before hook=PreSync gone=false
             ConfigMap/before hook=PreSync`,
    trace: ['delete ConfigMap/before', 'waiting for deletion of /ConfigMap/before'],
  },
  {
    reason: 'a failing PreSync hook stops the sync and runs SyncFail hooks (recording 095)',
    sketch: `ConfigMap/normal
             Gate/bad hook=PreSync health=Degraded
             ConfigMap/fail hook=SyncFail
             ConfigMap/post hook=PostSync`,
    trace: [
      'intend Gate/bad',
      'apply Gate/bad',
      'release Gate/bad',
      'intend ConfigMap/fail',
      'apply ConfigMap/fail',
      'release ConfigMap/fail',
      'Failed: one or more synchronization tasks completed unsuccessfully',
    ],
  },
  {
    reason: 'a suspended hook keeps the operation running (recording 107)',
    sketch: `ConfigMap/normal
             Gate/pre hook=PreSync health=Suspended`,
    trace: ['intend Gate/pre', 'apply Gate/pre', 'waiting for completion of hook scenario.example.com/Gate/pre'],
  },
  {
    reason: 'the next wave waits for health (recording 105)',
    sketch: `Gate/g health=Progressing
             Gate/h health=Progressing
             ConfigMap/later wave=1`,
    trace: ['apply Gate/g Gate/h', 'waiting for healthy state of scenario.example.com/Gate/g and 1 more resources'],
  },
  {
    reason: 'a degraded object fails a sync of several waves',
    sketch: `Gate/g health=Degraded
             ConfigMap/later wave=1`,
    trace: ['apply Gate/g', 'Failed: one or more synchronization tasks completed unsuccessfully'],
  },
  {
    reason: 'a refused object names its reason; nothing else was applied (recording 129)',
    sketch: 'ConfigMap/a fails=refused',
    trace: ['apply ConfigMap/a', 'Failed: one or more objects failed to apply, reason: refused'],
  },
  {
    reason: 'a refused object beside one that was applied (recording 139)',
    sketch: `ConfigMap/a fails=refused
             Secret/s`,
    trace: [
      'apply Secret/s',
      'apply ConfigMap/a',
      'Failed: one or more synchronization tasks completed unsuccessfully, reason: refused',
    ],
  },
  {
    reason: 'after a refusal the other kinds of the wave are applied, later waves are not (recording 167)',
    sketch: `ConfigMap/pre hook=PreSync
             ConfigMap/ok
             ConfigMap/bad wave=1 fails=refused
             Deployment/d wave=1
             ConfigMap/later wave=2
             ConfigMap/fail hook=SyncFail`,
    trace: [
      'intend ConfigMap/pre',
      'apply ConfigMap/pre',
      'release ConfigMap/pre',
      'apply ConfigMap/ok',
      'apply ConfigMap/bad',
      'apply Deployment/d',
      'intend ConfigMap/fail',
      'apply ConfigMap/fail',
      'release ConfigMap/fail',
      'Failed: one or more synchronization tasks completed unsuccessfully, reason: refused',
    ],
  },
  {
    reason: 'hooks for a failure that are refused themselves are told of after it',
    sketch: `ConfigMap/a fails=refused
             ConfigMap/fail hook=SyncFail fails=forbidden`,
    trace: [
      'apply ConfigMap/a',
      'intend ConfigMap/fail',
      'apply ConfigMap/fail',
      'Failed: one or more objects failed to apply, reason: refused\none or more SyncFail hooks failed, reason: forbidden',
    ],
  },
  {
    reason: 'pruning comes first within a wave (recording 115)',
    sketch: `ConfigMap/a
             live Deployment/web`,
    request: { prune: true },
    trace: ['prune Deployment/web', 'apply ConfigMap/a', 'Succeeded: successfully synced (all tasks run)'],
  },
  {
    reason: 'without prune nothing is deleted',
    sketch: `ConfigMap/a
             live ConfigMap/b`,
    trace: ['apply ConfigMap/a', 'Succeeded: successfully synced (all tasks run)'],
  },
  {
    reason: 'PruneLast prunes after all waves (recording 111)',
    sketch: `ConfigMap/a
             ConfigMap/c wave=2
             live ConfigMap/b`,
    request: { prune: true, options: readSyncOptions(['PruneLast=true']) },
    trace: [
      'apply ConfigMap/a',
      'apply ConfigMap/c',
      'prune ConfigMap/b',
      'Succeeded: successfully synced (all tasks run)',
    ],
  },
  {
    reason: 'prune waves are mirrored',
    sketch: `live ConfigMap/zero
             live ConfigMap/two wave=2
             live ConfigMap/minus wave=-2`,
    request: { prune: true },
    trace: [
      'prune ConfigMap/two',
      'prune ConfigMap/zero',
      'prune ConfigMap/minus',
      'Succeeded: successfully synced (all tasks run)',
    ],
  },
  {
    reason: 'what was pruned but stays holds the next wave back',
    sketch: `live ConfigMap/stuck gone=false
             ConfigMap/later wave=1`,
    request: { prune: true },
    trace: ['prune ConfigMap/stuck', 'waiting for deletion of /ConfigMap/stuck'],
  },
  {
    reason: 'what was pruned last but stays holds nothing (recording 117)',
    sketch: `live ConfigMap/stuck gone=false
             ConfigMap/a`,
    request: { prune: true },
    trace: ['prune ConfigMap/stuck', 'apply ConfigMap/a', 'Succeeded: successfully synced (all tasks run)'],
  },
  {
    reason: 'Prune=confirm waits before anything of its wave (recording 113)',
    sketch: `ConfigMap/a
             live ConfigMap/b options=Prune=confirm`,
    request: { prune: true },
    trace: ['waiting for pruning confirmation of /ConfigMap/b'],
  },
  {
    reason: 'Prune=confirm, approved',
    sketch: `ConfigMap/a
             live ConfigMap/b options=Prune=confirm`,
    request: { prune: true, approved: true },
    trace: ['prune ConfigMap/b', 'apply ConfigMap/a', 'Succeeded: successfully synced (all tasks run)'],
  },
  {
    reason: 'one object as hook of two phases is made twice (recording 101)',
    sketch: `ConfigMap/normal
             ConfigMap/twice hook=PreSync,PostSync
             ConfigMap/unknown hook=Never`,
    trace: [
      'intend ConfigMap/twice',
      'apply ConfigMap/twice',
      'release ConfigMap/twice',
      'apply ConfigMap/normal',
      'delete ConfigMap/twice',
      'intend ConfigMap/twice',
      'apply ConfigMap/twice',
      'release ConfigMap/twice',
      'Succeeded: successfully synced (no more tasks)',
    ],
  },
  {
    reason: 'selected resources: no hooks (recording 133)',
    sketch: `ConfigMap/a
             ConfigMap/b
             ConfigMap/h hook=PreSync`,
    request: { resources: [{ kind: 'ConfigMap', name: 'b' }] },
    trace: ['apply ConfigMap/b', 'Succeeded: successfully synced (all tasks run)'],
  },
  {
    reason: 'the apply strategy runs no hooks (recording 137)',
    sketch: `ConfigMap/a
             ConfigMap/h hook=PreSync`,
    request: { strategy: 'apply' },
    trace: ['apply ConfigMap/a', 'Succeeded: successfully synced (all tasks run)'],
  },
  {
    reason: 'a definition is pulled before its resource and adopts its wave (recording 141)',
    sketch: `Gate/g wave=-1
             CustomResourceDefinition/gates defines=Gate`,
    trace: ['apply CustomResourceDefinition/gates', 'apply Gate/g', 'Succeeded: successfully synced (all tasks run)'],
  },
  {
    reason: 'a namespace is pulled before a hook that lives in it',
    sketch: `ConfigMap/h hook=PreSync namespace=other
             Namespace/other`,
    trace: [
      'intend ConfigMap/h',
      'apply Namespace/other',
      'apply ConfigMap/h',
      'release ConfigMap/h',
      'Succeeded: successfully synced (no more tasks)',
    ],
  },
];

test.each(CASES)('$reason', ({ sketch, request, trace }) => {
  expect(playSync(sketch, request).trace).toEqual(trace);
});

test('lines stand in the order in which objects were touched, with what Argo CD writes', () => {
  const { lines } = playSync('ConfigMap/a\nlive ConfigMap/b', { prune: true });
  const rest = { group: '', version: 'v1', kind: 'ConfigMap', namespace: 'n', syncPhase: 'Sync' };
  expect(lines).toEqual([
    { ...rest, name: 'b', status: 'Pruned', hookPhase: 'Succeeded', message: 'pruned' },
    { ...rest, name: 'a', status: 'Synced', hookPhase: 'Running', message: 'applied' },
  ]);
});

test('objects are not judged before the whole of their step is applied (recording 091)', () => {
  const { lines } = playSync('ConfigMap/a\nGate/g health=Healthy');
  expect(lines.map(({ name, hookPhase, message }) => [name, hookPhase, message])).toEqual([
    ['a', 'Running', 'applied'],
    ['g', 'Running', 'applied'],
  ]);
});
