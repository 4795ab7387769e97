/** F28: an Application too large for its own status: it is synced to its end, once, and says what is left out. */
import { afterEach, expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { KubeObject } from '../../kube/object/kube-object.ts';
import { faultyKube } from '../../testkit/faulty-kube.ts';
import {
  application,
  configMap,
  gate,
  REPOSITORY,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';
import type { ReconcileTuning } from './index.ts';

const COUNT = 120;
const TUNING: Partial<ReconcileTuning> = { reportBudget: 4_000, journalBudget: 4_000 };
const WAVE = 'argocd.argoproj.io/sync-wave';
const HOOK = 'argocd.argoproj.io/hook';
const MANIFESTS: readonly KubeObject[] = [
  ...Array.from({ length: COUNT }, (_, at) => configMap(`map-${at}`, { [WAVE]: `${at % 3}` })),
  gate('between', { [WAVE]: '1' }, { health: 'Healthy' }),
  gate('after', { [HOOK]: 'PostSync' }, { health: 'Healthy' }),
];

let place: ReconcileEnvironment;
const running: RunningController[] = [];

afterEach(async () => {
  for (const controller of running.splice(0)) await controller.stop();
  await place.close();
});

async function begin() {
  place = await reconcileEnvironment();
  place.manifests.commit(REPOSITORY, MANIFESTS);
  const kube = faultyKube(place.api);
  running.push(await place.startController(kube, TUNING));
  await place.apply(application());
  await place.settle();
  return kube;
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) {
    await place.settle();
    await place.clock.advance(500);
  }
}

const isLarge = (object: KubeObject) => JSON.stringify(object['status']).length;

test('F28 a sync of more objects than fit is done once, and what is left out is said', async () => {
  const kube = await begin();
  await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  await turns(30);
  const { status } = await place.app();
  expect(status?.operationState).toMatchObject({
    phase: 'Succeeded',
    message: expect.stringMatching(/^successfully synced \(no more tasks\) \(\d+ of 122 results left out: /),
  });
  const lines = status?.operationState?.syncResult?.resources ?? [];
  expect(lines.filter(({ hookType }) => hookType === 'PostSync')).toMatchObject([
    { name: 'after', hookPhase: 'Succeeded' },
  ]);
  expect(status?.sync?.status).toBe('Synced');
  expect(status?.conditions).toMatchObject([{ type: 'ExcludedResourceWarning' }]);
  expect(isLarge((await place.get('Application', 'app', 'argocd')) as KubeObject)).toBeLessThan(12_000);
  expect(await place.list('ConfigMap')).toHaveLength(COUNT);
  expect(kube.count({ resource: 'configmaps', verb: 'create' })).toBe(COUNT);
  expect(kube.count({ resource: 'configmaps', verb: 'patch' })).toBe(0);
});

test('F28 a controller that takes over such a sync writes nothing twice', async () => {
  const kube = await begin();
  await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  let writes = 0;
  kube.plan(({ resource, verb }) =>
    resource === 'configmaps' && verb === 'create' && ++writes === 60 ? { when: 'after' } : undefined,
  );
  await turns(8);
  expect(kube.isAbandoned).toBe(true);
  void running.pop()?.stop();
  const second = faultyKube(place.api);
  running.push(await place.startController(second, TUNING));
  await turns(30);
  expect((await place.app()).status?.operationState?.phase).toBe('Succeeded');
  expect(await place.list('ConfigMap')).toHaveLength(COUNT);
  expect(second.count({ resource: 'configmaps', verb: 'patch' })).toBe(0);
  expect((await place.list('Gate')).map(({ metadata }) => metadata.name)).toEqual(['after', 'between']);
});

test('F28 with failures: these stay in the journal, and the operation ends', async () => {
  const kube = await begin();
  const error = new AppError({ code: 'kube.forbidden', kind: 'user', message: `quota: ${'x'.repeat(2_000)}` });
  kube.plan(({ resource, verb, name }) =>
    resource === 'configmaps' && verb === 'create' && name.endsWith('6') ? { when: 'before', error } : undefined,
  );
  await place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');
  await turns(20);
  const state = (await place.app()).status?.operationState;
  expect(state?.phase).toBe('Failed');
  expect(state?.message?.length).toBeLessThan(21_000);
  const failed = (state?.syncResult?.resources ?? []).filter(({ status }) => status === 'SyncFailed');
  expect(failed.length).toBeGreaterThan(3);
  expect(failed[0]?.message).toMatch(/^quota: x+…$/);
});
