/** What a controller does when the world around it fails. The rows F… are those of docs/faults.md. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { KubePort } from '../../ports/kube.ts';
import { type FaultPlan, type FaultyKube, faultyKube, isWrite, unreachable } from '../../testkit/faulty-kube.ts';
import {
  application,
  configMap,
  gate,
  REPOSITORY,
  type ReconcileEnvironment,
  type RunningController,
  reconcileEnvironment,
} from '../../testkit/reconcile-environment.ts';

const AUTOMATED = { syncPolicy: { automated: { prune: true, selfHeal: true } } };
const CASCADE = { finalizers: ['resources-finalizer.argocd.argoproj.io'] };
const MINUTE = 60_000;

const error = (code: string, message: string) => new AppError({ code, kind: 'transient', message });

let place: ReconcileEnvironment;
let kube: FaultyKube;
const running: RunningController[] = [];

beforeEach(async () => {
  place = await reconcileEnvironment();
  kube = faultyKube(place.api);
});

afterEach(async () => {
  for (const controller of running.splice(0)) await controller.stop();
  await place.close();
});

async function start(port: KubePort = kube): Promise<void> {
  running.push(await place.startController(port));
}

async function synced(metadata: object = {}): Promise<void> {
  place.manifests.commit(REPOSITORY, [configMap('a'), configMap('b'), gate('g', {}, { health: 'Healthy' })]);
  await place.apply(application(AUTOMATED, metadata));
  await pass(10, 500);
  expect((await place.app()).status?.sync?.status).toBe('Synced');
}

async function pass(turns: number, milliseconds: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) {
    await place.settle();
    await place.clock.advance(milliseconds);
  }
  await place.settle();
}

async function names(): Promise<readonly (string | undefined)[]> {
  const objects = [...(await place.list('ConfigMap')), ...(await place.list('Gate'))];
  return objects.map(({ metadata }) => metadata.name);
}

const all: FaultPlan = () => ({ when: 'before', error: unreachable() });
const failing =
  (verbs: readonly string[], resource: string, fault: AppError): FaultPlan =>
  (call) =>
    verbs.includes(call.verb) && call.resource === resource ? { when: 'before', error: fault } : undefined;

describe('the cluster', () => {
  test('F16 a history that is forgotten is listed again: what went meanwhile comes back, nothing is pruned', async () => {
    await start();
    await synced();
    kube.plan(failing(['watch'], 'configmaps', error('kube.gone', 'too old')));
    place.api.breakStreams();
    await place.remove('ConfigMap', 'a');
    kube.reset();
    await pass(3, 1_000);
    kube.plan(() => undefined);
    await pass(10, 5_000);
    expect(await names()).toEqual(['a', 'b', 'g']);
    expect(kube.count({ verb: 'delete' })).toBe(0);
  });

  test('F21 a kind that may no longer be listed is not taken for absent: nothing is created or pruned for it', async () => {
    await start();
    await synced();
    for (const controller of running.splice(0)) await controller.stop();
    place.manifests.commit(REPOSITORY, [configMap('b'), gate('g', {}, { health: 'Healthy' })]);
    kube.plan(failing(['list', 'watch'], 'configmaps', error('kube.forbidden', 'no right')));
    kube.reset();
    await start();
    await pass(10, 5_000);
    expect(kube.calls.filter((call) => isWrite(call) && call.resource === 'configmaps')).toEqual([]);
    expect((await place.app()).status?.sync?.status).toBe('Unknown');
    kube.plan(() => undefined);
    await pass(20, MINUTE);
    expect(await names()).toEqual(['b', 'g']);
    expect((await place.app()).status?.sync?.status).toBe('Synced');
  });

  test('F22 out of reach for ten minutes: nothing is deleted, and what drifted is healed within a minute of its return', async () => {
    await start();
    await synced();
    kube.plan(all);
    place.api.breakStreams();
    await place.remove('ConfigMap', 'a');
    kube.reset();
    await pass(20, MINUTE / 2);
    kube.plan(() => undefined);
    await pass(12, 5_000);
    expect(await names()).toEqual(['a', 'b', 'g']);
    expect((await place.app()).status?.sync?.status).toBe('Synced');
    expect(kube.count({ verb: 'delete' })).toBe(0);
    expect(kube.calls.filter((call) => isWrite(call) && call.resource === 'configmaps').length).toBeLessThan(4);
  });

  test('F24 a group that cannot be discovered is unknown: no sync is made of it, and a deletion waits for it', async () => {
    await start();
    await synced(CASCADE);
    for (const controller of running.splice(0)) await controller.stop();
    let broken = true;
    const partly: KubePort = {
      ...kube,
      discover: async (signal) => {
        const found = await kube.discover(signal);
        if (!broken) return found;
        const resources = found.resources.filter(({ group }) => group !== 'test.example.com');
        return { ...found, resources, failed: ['test.example.com/v1'] };
      },
    };
    await start(partly);
    await pass(5, 2_000);
    expect((await place.app()).status?.sync?.status).not.toBe('Synced');
    await place.remove('Application', 'app', 'argocd');
    await pass(10, 5_000);
    expect(await names()).toEqual(['g']);
    expect((await place.app()).status?.conditions).toMatchObject([
      { type: 'DeletionError', message: expect.stringContaining('test.example.com') },
    ]);
    broken = false;
    await pass(12, MINUTE);
    expect(await names()).toEqual([]);
    expect(await place.get('Application', 'app', 'argocd')).toBeUndefined();
  });

  test('F29 an object that somebody else holds keeps the deletion, not the other objects', async () => {
    await start();
    await synced(CASCADE);
    await place.merge('ConfigMap', 'a', { metadata: { finalizers: ['example.com/hold'] } });
    await place.remove('Application', 'app', 'argocd');
    await pass(10, 2_000);
    expect(await names()).toEqual(['a']);
    await place.merge('ConfigMap', 'a', { metadata: { finalizers: null } });
    await pass(4, 2_000);
    expect(await place.get('Application', 'app', 'argocd')).toBeUndefined();
  });

  test('F14 an outage in the midst of a deletion does not end it: it goes on when the server answers', async () => {
    await start();
    await synced(CASCADE);
    kube.plan((call) => (call.verb === 'delete' ? { when: 'before', error: unreachable() } : undefined));
    await place.remove('Application', 'app', 'argocd');
    await pass(6, 2_000);
    expect(await names()).toEqual(['a', 'b', 'g']);
    kube.plan(() => undefined);
    await pass(6, MINUTE);
    expect(await names()).toEqual([]);
    expect(await place.get('Application', 'app', 'argocd')).toBeUndefined();
  });
});

describe('an operation', () => {
  const ask = () => place.merge('Application', 'app', { operation: { sync: {} } }, 'argocd');

  test('F14 waits and says for what while nothing can be written, and fails when that does not end', async () => {
    await start();
    place.manifests.commit(REPOSITORY, [configMap('a')]);
    await place.apply(application());
    await pass(2, 500);
    kube.plan(failing(['create'], 'configmaps', error('kube.unavailable', 'no endpoints')));
    await ask();
    await pass(10, 2_000);
    expect((await place.app()).status?.operationState).toMatchObject({
      phase: 'Running',
      message: 'waiting for the cluster: no endpoints',
    });
    await pass(20, 30_000);
    expect((await place.app()).status?.operationState).toMatchObject({
      phase: 'Failed',
      message: 'one or more objects failed to apply, reason: no endpoints',
    });
    // No storm: a few tries a minute.
    expect(kube.count({ verb: 'create', resource: 'configmaps' })).toBeLessThan(30);
  });

  test('F29 can be terminated while the cluster does not answer', async () => {
    await start();
    place.manifests.commit(REPOSITORY, [configMap('a')]);
    await place.apply(application());
    await pass(2, 500);
    kube.plan(failing(['create'], 'configmaps', error('kube.unreachable', 'refused')));
    await ask();
    await pass(3, 500);
    await place.merge('Application', 'app', { status: { operationState: { phase: 'Terminating' } } }, 'argocd');
    await pass(4, 5_000);
    const { operation, status } = await place.app();
    expect(operation).toBeUndefined();
    expect(status?.operationState?.phase).toBe('Failed');
  });

  test.each([
    ['an hour forward', 3_600_000],
    ['an hour back', -3_600_000],
    ['ten years forward', 315_360_000_000],
    ['ten years back', -315_360_000_000],
  ])('F57 a clock that jumps %s holds nothing up and repeats nothing', async (_, jump) => {
    await start();
    place.manifests.commit(REPOSITORY, [
      gate('pre', { 'argocd.argoproj.io/hook': 'PreSync' }),
      configMap('a', { 'argocd.argoproj.io/sync-wave': '1' }),
    ]);
    await place.apply(application());
    await pass(2, 500);
    await ask();
    await pass(2, 500);
    place.clock.jump(jump);
    await pass(2, 500);
    await place.merge('Gate', 'pre', { status: { health: 'Healthy' } });
    await pass(8, 1_000);
    expect((await place.app()).status?.operationState?.phase).toBe('Succeeded');
    expect(kube.count({ verb: 'create', resource: 'gates' })).toBe(1);
  });
});

describe('the repository', () => {
  test('F51 that has become empty prunes nothing by itself', async () => {
    await start();
    await synced();
    place.manifests.commit(REPOSITORY, []);
    kube.reset();
    const annotations = { 'argocd.argoproj.io/refresh': 'normal' };
    await place.merge('Application', 'app', { metadata: { annotations } }, 'argocd');
    await pass(4, 5_000);
    expect(kube.count({ verb: 'delete' })).toBe(0);
    expect((await place.app()).status?.conditions).toMatchObject([{ type: 'SyncError' }]);
  });
});
